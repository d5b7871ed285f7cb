package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Our registry with {@code debian:bookworm} for six platforms, to be set as the mirror of Docker Hub. Made once for a build of
 * the project.
 */
record DebianRegistry(RegistryUnderTest registry) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String DOCKERFILE = """
        FROM scratch
        ARG TARGETARCH
        ARG TARGETVARIANT
        ADD bookworm-${TARGETARCH}${TARGETVARIANT}.tar /
        COPY --from=machine . /
        CMD ["bash"]
        """;

    static DebianRegistry start() throws IOException, InterruptedException {
        Path directory = Path.of("target", "debian").toAbsolutePath();
        DebianRegistry started = new DebianRegistry(RegistryUnderTest.start(directory.resolve("registry")));
        boolean done = false;
        try {
            if (!Files.exists(directory.resolve("complete"))) {
                started.fill(Files.createTempDirectory(directory, "work"));
                Files.createFile(directory.resolve("complete"));
            }
            done = true;
            return started;
        } finally {
            if (!done) {
                started.close();
            }
        }
    }

    private void fill(Path work) throws IOException, InterruptedException {
        MachineApt apt = MachineApt.read();
        Path roots = DebianRoots.directory(apt);
        Path machine = Files.createDirectory(work.resolve("machine"));
        apt.write(machine);
        Path dockerfile = Files.writeString(work.resolve("Dockerfile"), DOCKERFILE);
        new Anyarch(work).within(LIMIT)
                .output("build", "--platform", String.join(",", Busybox.ARCHITECTURES.keySet()), "--build-context",
                        "machine=" + machine, "-f", dockerfile.toString(), "-t",
                        registry.address() + "/library/debian:bookworm", "--push", roots.toString());
        Program.require("rm", "coreutils").output("-rf", work.toString());
    }

    String address() {
        return registry.address();
    }

    /** Lets whoever has {@code home} find {@code debian:bookworm} here. */
    void mirrorFor(Path home) throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("config.yaml"),
                "registries: {docker.io: {mirrors: [\"http://%s\"]}}\n".formatted(address()));
    }

    /** The directory with the examples for users. */
    static Path example(String name) {
        return Path.of("..", "examples", name).toAbsolutePath().normalize();
    }

    /** The option that hands this machine's settings for Maven to a build. */
    static Optional<String> mavenSettings() {
        Path settings = Path.of(System.getProperty("user.home"), ".m2/settings.xml");
        return Files.exists(settings) ? Optional.of("id=maven-settings,src=" + settings) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        registry.close();
    }
}
