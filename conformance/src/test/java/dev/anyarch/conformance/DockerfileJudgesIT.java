package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Dockerfiles of {@link DockerfileIT} built by the BuildKit of Debian's Docker engine and by buildah now: they make the
 * same, or a difference that the case knows. Takes minutes.
 */
@EnabledIfEnvironmentVariable(named = "ANYARCH_REQUIRE_INTEROP", matches = "1", disabledReason = "takes minutes; set ANYARCH_REQUIRE_INTEROP=1")
final class DockerfileJudgesIT {
    @TempDir
    private static Path shared = Path.of("");
    private static DockerfileBuilder docker = DockerfileBuilder.anyarch(Path.of(""));
    private static DockerfileBuilder buildah = DockerfileBuilder.anyarch(Path.of(""));
    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        buildah = DockerfileBuilder.buildah(Files.createDirectory(shared.resolve("buildah")));
        docker = DockerfileBuilder.docker(DockerDaemon.start(Files.createDirectory(shared.resolve("docker"))));
    }

    @AfterAll
    static void stop() {
        docker.close();
    }

    static List<DockerfileCase> cases() throws IOException {
        return DockerfileCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theDockerEngine(DockerfileCase given) throws IOException, InterruptedException {
        if (!given.without().containsKey("docker")) {
            judge(given, "docker", docker);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void buildah(DockerfileCase given) throws IOException, InterruptedException {
        if (!given.without().containsKey("buildah")) {
            judge(given, "buildah", buildah);
        }
    }

    private void judge(DockerfileCase given, String name, DockerfileBuilder builder)
            throws IOException, InterruptedException {
        DockerfileIT.judge(given, name, ImageText.withoutHistory(builder.text(given, directory)),
                ImageText.withoutHistory(ours(given)));
    }

    /** Which is what {@link DockerfileIT} compares with the record. */
    private String ours(DockerfileCase given) throws IOException, InterruptedException {
        return given.differs().containsKey("buildkit")
                ? DockerfileBuilder.anyarch(shared.resolve("anyarch")).text(given, directory.resolve("ours"))
                : given.recorded();
    }
}
