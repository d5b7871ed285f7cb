package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Called by root in a container as Docker makes it, without any privilege: nothing can be mounted there, and user namespaces
 * are forbidden. Takes minutes where Debian is not there yet.
 */
@EnabledIfEnvironmentVariable(named = "ANYARCH_REQUIRE_INTEROP", matches = "1", disabledReason = "takes minutes; set ANYARCH_REQUIRE_INTEROP=1")
final class PlainContainerIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DOCKERFILE = """
        FROM debian:bookworm
        RUN apt-get update && apt-get install -y --no-install-recommends sudo
        RUN ln -s /usr/share/debconf /link && useradd user && echo 'user ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/user
        WORKDIR /link
        RUN pwd -P > /who && dpkg --print-architecture >> /who && chown user /who
        """;

    @TempDir
    private Path directory;

    @Test
    void packagesAreInstalledByChroot() throws IOException, InterruptedException {
        Emulation.require("qemu-aarch64");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
        try (DebianRegistry debian = DebianRegistry.start();
                DockerDaemon docker = DockerDaemon.start(Files.createDirectory(directory.resolve("d")))) {
            debian.mirrorFor(home);
            String image = debian.address() + "/library/debian:bookworm";
            docker.output("pull", "-q", image);
            assertThat(inside(docker, image, "doctor")).containsPattern("root +no .*no CAP_SYS_ADMIN")
                    .containsPattern("userns-single +no ")
                    .containsPattern("chroot +yes")
                    .contains("executed as root with chroot");
            inside(docker, image, "build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", context.toString());
            assertThat(inside(docker, image, "run", "--platform", "linux/amd64", "app:1", "su", "user", "-c",
                    "sudo id -u")).isEqualTo("0\n");
            for (String architecture : List.of("amd64", "arm64")) {
                assertThat(inside(docker, image, "run", "--platform", "linux/" + architecture, "app:1", "sh", "-c",
                        "cat /who; stat -c %U /who; ls /etc/sudoers.d"))
                        .isEqualTo("/usr/share/debconf\n%s\nuser\nREADME\nuser\n".formatted(architecture));
            }
        }
        try (Stream<Path> left = Files.list(home.resolve("store/runtime/chroot/work"))) {
            assertThat(left).isEmpty();
        }
        Program.require("rm", "coreutils").output("-rf", home.toString());
    }

    /** Calls anyarch in a container; what it prints. */
    private String inside(DockerDaemon docker, String image, String... arguments)
            throws IOException, InterruptedException {
        List<String> readable = new ArrayList<>(List.of(System.getProperty("java.home")));
        Stream.of(System.getProperty("java.class.path").split(":", -1))
                .filter(element -> !element.isEmpty() && Files.exists(Path.of(element)))
                .forEach(readable::add);
        List<String> command = new ArrayList<>(List.of("run", "--rm", "--network", "host", "-v",
                directory + ":" + directory));
        readable.stream().distinct().forEach(path -> command.addAll(List.of("-v", "%1$s:%1$s:ro".formatted(path))));
        Anyarch anyarch = new Anyarch(directory.resolve("home"));
        command.add(image);
        command.addAll(anyarch.command(arguments));
        return docker.within(LIMIT).output(command.toArray(String[]::new));
    }
}
