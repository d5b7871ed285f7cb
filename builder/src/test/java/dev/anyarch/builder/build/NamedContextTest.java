package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedContextTest {
    @TempDir
    Path directory;
    private BuildFixture fixture = new BuildFixture(Path.of("."));
    private NamedContext.Files files = new NamedContext.Files(Path.of("."), Optional.empty());

    @BeforeEach
    void makeContexts() throws IOException {
        fixture = new BuildFixture(Files.createDirectory(directory.resolve("context"))).file("main", "m");
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve("sub"));
        Files.writeString(other.resolve("sub/kept"), "k");
        Files.writeString(other.resolve("ignored"), "i");
        files = new NamedContext.Files(other, Optional.of("ignored\n"));
    }

    private BuildFixture.Built build(String dockerfile, Map<String, NamedContext> contexts)
            throws IOException, InterruptedException {
        ImageBuild request = fixture.request(dockerfile).withContexts(new NamedContexts(contexts));
        return fixture.built(fixture.build(request), AMD64);
    }

    @Test
    void filesAreCopiedFromAContextByItsName() throws IOException, InterruptedException {
        assertThat(build("FROM scratch\nCOPY --from=other / /\n", Map.of("other", files)).lastLayer())
                .containsExactly("sub/ 755 0:0", "sub/kept=k 644 0:0");
    }

    @Test
    void aStageCanBeginWithTheFilesOfAContext() throws IOException, InterruptedException {
        BuildFixture.Built built = build("FROM root\nCOPY main /main\n", Map.of("root", files));
        assertThat(built.layer(0)).containsExactly("sub/ 755 0:0", "sub/kept=k 644 0:0");
        assertThat(built.layer(1)).containsExactly("main=m 644 0:0");
        assertThat(built.config().platform()).isEqualTo(AMD64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alpine", "alpine:latest", "docker.io/library/alpine"})
    void anImageIsReplacedHoweverItIsWritten(String name) throws IOException, InterruptedException {
        fixture.base("other:1", Json.Obj.EMPTY, BuildFixture.files("from-other", "o"), AMD64);
        BuildFixture.Built built = build("FROM alpine\nCOPY --from=alpine:latest from-other /copy\n",
                Map.of(name, new NamedContext.Image("other:1")));
        assertThat(built.layer(0)).containsExactly("from-other=o 644 0:0");
        assertThat(built.lastLayer()).containsExactly("copy=o 644 0:0");
    }

    @Test
    void aStageIsReplaced() throws IOException, InterruptedException {
        fixture.base("ready:1", Json.Obj.EMPTY, BuildFixture.files("result", "ready"), AMD64);
        assertThat(build("FROM missing AS build\nRUN make\nFROM scratch\nCOPY --from=build result /\n",
                Map.of("build", new NamedContext.Image("ready:1"))).lastLayer())
                .containsExactly("result=ready 644 0:0");
    }

    @Test
    void aStageIsReplacedByItsNumberAndAsTheTarget() throws IOException, InterruptedException {
        fixture.base("ready:1", Json.Obj.EMPTY, BuildFixture.files("result", "ready"), AMD64);
        Map<String, NamedContext> contexts = Map.of("build", new NamedContext.Image("ready:1"));
        String dockerfile = "FROM missing AS build\nRUN make\nFROM scratch AS last\nCOPY --from=0 result /\n";
        assertThat(build(dockerfile, contexts).lastLayer()).containsExactly("result=ready 644 0:0");
        BuildResult target = fixture.build(fixture.request(dockerfile)
                .withTarget("build")
                .withContexts(new NamedContexts(contexts)));
        assertThat(fixture.built(target, AMD64).lastLayer()).containsExactly("result=ready 644 0:0");
    }

    @Test
    void theCallersReferenceIsToldWhenItIsNotThere() {
        assertThatThrownBy(() -> build("FROM base\n", Map.of("base", new NamedContext.Image("none:1"))))
                .hasMessageContaining("Dockerfile:1:")
                .hasMessageContaining("image none:1");
    }

    @Test
    void severalBuildsWriteWhatIsEqualOnce() throws IOException, InterruptedException {
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("os", "o"), AMD64, ARM64);
        ImageBuilder builder = new ImageBuilder(fixture.images(), BuildProgress.SILENT);
        try (StackBuilder stack = builder.open(fixture.target)) {
            BuildResult one = stack.build(builder,
                    fixture.request("FROM base\nCOPY main /\n", AMD64, ARM64).withTags(List.of(), true));
            BuildResult two = stack.build(builder,
                    fixture.request("FROM base\nCOPY main /\nLABEL a=b\n", AMD64, ARM64).withTags(List.of(), true));
            BuildFixture.Built first = fixture.built(one, ARM64);
            BuildFixture.Built second = fixture.built(two, ARM64);
            assertThat(first.manifest().layers()).isEqualTo(second.manifest().layers());
            assertThat(first.manifest().config()).isNotEqualTo(second.manifest().config());
        }
    }
}
