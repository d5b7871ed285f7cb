package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real static programs for six architectures: Debian's {@code busybox-static}, downloaded with a private package state so
 * that nothing of the host's changes.
 */
final class Busybox {
    /** Debian's architecture by platform, in the order in which the images are named. */
    static final Map<String, String> ARCHITECTURES = architectures();

    private static final String DOCKERFILE = """
        FROM scratch
        ARG TARGETARCH
        ARG TARGETVARIANT
        COPY --chmod=755 busybox-${TARGETARCH}${TARGETVARIANT} /bin/busybox
        ENV GREETING=1
        CMD ["/bin/busybox", "sh", "-c", "echo $GREETING; /bin/busybox uname -m"]
        """;

    private Busybox() {}

    private static Map<String, String> architectures() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("linux/amd64", "amd64");
        map.put("linux/arm64", "arm64");
        map.put("linux/arm/v7", "armhf");
        map.put("linux/386", "i386");
        map.put("linux/ppc64le", "ppc64el");
        map.put("linux/s390x", "s390x");
        return map;
    }

    /**
     * A build context with a Dockerfile and {@code busybox-ARCH[VARIANT]} of every architecture; made once for a build
     * of the project.
     */
    static synchronized Path context() throws IOException, InterruptedException {
        Path context = Path.of("target", "busybox").toAbsolutePath();
        if (!Files.isDirectory(context)) {
            Path work = Files.createTempDirectory(Files.createDirectories(context.getParent()), "busybox");
            Files.move(download(work), context);
        }
        return context;
    }

    private static Path download(Path work) throws IOException, InterruptedException {
        Program dpkg = Program.require("dpkg-deb", "dpkg");
        Program privateApt = privateApt(Files.createDirectories(work.resolve("apt")));
        Path context = Files.createDirectories(work.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        for (Map.Entry<String, String> entry : ARCHITECTURES.entrySet()) {
            Path unpacked = work.resolve("unpacked-" + entry.getValue());
            Path downloads = Files.createDirectories(work.resolve("download-" + entry.getValue()));
            Program.Outcome outcome = new Program(Path.of("/bin/sh"), privateApt.environment()).run("-c",
                    "cd '%s' && apt-get -qq download busybox-static:%s".formatted(downloads, entry.getValue()));
            if (outcome.exitCode() != 0) {
                Program.missing("busybox-static:%s cannot be downloaded: %s".formatted(entry.getValue(),
                        outcome.err().strip()));
            }
            dpkg.output("-x", onlyFile(downloads).toString(), unpacked.toString());
            Files.copy(unpacked.resolve("bin/busybox"), context.resolve("busybox-" + fileSuffix(entry.getKey())));
        }
        return context;
    }

    /** apt with a state of its own, which knows all the architectures. */
    private static Program privateApt(Path state) throws IOException, InterruptedException {
        Program apt = Program.require("apt-get", "apt");
        Files.createDirectories(state.resolve("state/lists/partial"));
        Files.createDirectories(state.resolve("cache/archives/partial"));
        Path status = Files.createFile(state.resolve("status"));
        Path config = Files.writeString(state.resolve("apt.conf"), """
            Dir::State "%1$s/state";
            Dir::Cache "%1$s/cache";
            Dir::State::status "%2$s";
            APT::Sandbox::User "root";
            APT::Architectures { "amd64"; "arm64"; "armhf"; "i386"; "ppc64el"; "s390x"; };
            """.formatted(state, status));
        Program configured = apt.with("APT_CONFIG", config.toString());
        configured.run("-qq", "update");
        return configured;
    }

    private static String fileSuffix(String platform) {
        return platform.substring("linux/".length()).replace("/", "");
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findFirst().orElseThrow();
        }
    }
}
