package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dockerfiles for everything that builders get wrong: we make of them what BuildKit was seen to make. */
final class DockerfileIT {
    @TempDir
    private static Path home = Path.of("");
    @TempDir
    private Path directory;

    @BeforeAll
    static void needsRootAndARuntime() {
        Program.require("crun", "crun");
        Program.require("setfattr", "attr");
        Program.requireRoot("RUN needs root here");
    }

    static List<DockerfileCase> cases() throws IOException {
        return DockerfileCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asBuildKitWasSeenToDo(DockerfileCase given) throws IOException, InterruptedException {
        judge(given, "buildkit", given.recorded(), DockerfileBuilder.anyarch(home).text(given, directory));
    }

    /** Also fails when a known difference is gone: then the remark goes too. */
    static void judge(DockerfileCase given, String judge, String theirs, String ours) {
        if (given.differs().containsKey(judge)) {
            assertThat(ours).as(given.differs().get(judge)).isNotEqualTo(theirs);
        } else {
            assertThat(ours).isEqualTo(theirs);
        }
    }
}
