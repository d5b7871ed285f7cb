package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static dev.anyarch.builder.build.BuildFixture.ARM_V7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.content.Compression;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.runtime.CannotExecuteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
    @TempDir
    Path directory = Path.of("");

    private BuildFixture fixture = new BuildFixture(directory);

    @BeforeEach
    void context() throws IOException {
        fixture = new BuildFixture(directory);
        fixture.file("hello-amd64", "1").file("hello-arm64", "2").file("hello-arm", "3").file("readme", "r");
    }

    @Test
    void eachPlatformGetsItsOwnEntryAndSharesWhatIsEqual() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("""
            FROM scratch
            ARG TARGETARCH
            COPY readme /
            COPY hello-$TARGETARCH /hello
            ENTRYPOINT ["/hello"]
            """, AMD64, ARM64, ARM_V7).withTags(List.of(Tag.LATEST), false);
        BuildResult result = fixture.build(build);

        assertThat(result.root().mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(fixture.target.resolve(Tag.LATEST).map(Descriptor::digest)).contains(result.root().digest());
        ImageIndex index = (ImageIndex) fixture.target.fetchManifest(result.root().digest()).parse();
        assertThat(index.manifests()).extracting(entry -> entry.platform().orElseThrow().toString())
                .containsExactly("linux/amd64", "linux/arm64", "linux/arm/v7");
        assertThat(index.manifests()).containsExactlyElementsOf(result.manifests().values());
        Set<Descriptor> readmes = build.platforms().stream().map(platform -> {
            try {
                return fixture.built(result, platform).manifest().layers().getFirst();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }).collect(Collectors.toSet());
        assertThat(readmes).hasSize(1);
        assertThat(fixture.built(result, ARM_V7).lastLayer()).containsExactly("hello=3 644 0:0");
        assertThat(fixture.built(result, ARM_V7).config().platform()).isEqualTo(ARM_V7);
    }

    @Test
    void onePlatformIsAPlainManifestUnlessAnIndexIsWanted() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("FROM scratch\nCOPY readme /");
        BuildResult plain = fixture.build(build);
        assertThat(plain.root().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(plain.root().platform()).contains(AMD64);
        assertThat(fixture.build(build.withTags(List.of(), true)).root().mediaType()).isEqualTo(MediaType.OCI_INDEX);
    }

    @Test
    void dockersFormatHasDockersTypes() throws IOException, InterruptedException {
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("a", "a"), AMD64);
        ImageBuild build = fixture.request("FROM base\nCOPY readme /")
                .withFormat(ImageBuild.Format.DOCKER, Compression.GZIP)
                .withTags(List.of(), true);
        BuildResult result = fixture.build(build);
        assertThat(result.root().mediaType()).isEqualTo(MediaType.DOCKER_LIST);
        BuildFixture.Built built = fixture.built(result, AMD64);
        assertThat(built.manifest().raw().mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(built.manifest().config().mediaType()).isEqualTo(MediaType.DOCKER_CONFIG);
        assertThat(built.manifest().layers()).extracting(Descriptor::mediaType)
                .containsExactly(MediaType.DOCKER_LAYER_GZIP, MediaType.DOCKER_LAYER_GZIP);
    }

    @Test
    void theSameContextGivesTheSameBytesWheneverItWasCheckedOut() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("FROM scratch\nWORKDIR /w\nCOPY . .\nLABEL a=b", AMD64, ARM64);
        BuildResult first = fixture.build(build);
        Files.setLastModifiedTime(directory.resolve("readme"), FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        assertThat(fixture.build(build).root()).isEqualTo(first.root());
        assertThat(fixture.build(build.withTimestamps(new Timestamps.Source())).root()).isNotEqualTo(first.root());

        ImageBuild clamped = build.withTimestamps(new Timestamps.Clamped(Instant.parse("2021-01-01T00:00:00Z")));
        BuildFixture.Built built = fixture.built(fixture.build(clamped), AMD64);
        assertThat(built.config().created()).contains("2021-01-01T00:00:00Z");
        assertThat(built.entries(1).keySet()).extracting(TarEntry::path, TarEntry::mtime)
                .contains(tuple("w/readme", Instant.parse("2020-02-02T02:02:02Z")),
                        tuple("w/hello-arm", Instant.parse("2021-01-01T00:00:00Z")));
    }

    /** What BuildKit 0.34.2 makes with rewrite-timestamp=true, but for {@code dev}, {@code proc} and {@code sys}. */
    @Test
    void aDirectoryThatIsMadeForAnothersContentHasItsTime() throws IOException, InterruptedException {
        Instant epoch = Instant.parse("2009-02-13T23:31:30Z");
        Path sub = Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(sub.resolve("file"), "f");
        Files.setLastModifiedTime(sub.resolve("file"), FileTime.from(Instant.parse("2003-01-01T00:00:00Z")));
        Files.setLastModifiedTime(sub, FileTime.from(Instant.parse("2004-01-01T00:00:00Z")));
        Files.setLastModifiedTime(directory.resolve("tree"), FileTime.from(Instant.parse("2005-01-01T00:00:00Z")));
        ImageBuild build = fixture.request("""
            FROM scratch AS first
            COPY tree /a/b/
            FROM scratch
            COPY tree /a/b/
            COPY --parents tree/sub /p/
            COPY . /root/
            COPY <<here tree/sub/file /made/
            here
            COPY --from=0 /a/b /c
            """)
                .withTimestamps(new Timestamps.Clamped(epoch));
        BuildFixture.Built built = fixture.built(fixture.build(build), AMD64);

        assertThat(times(built, 0)).containsExactly("a 2009", "a/b 2005", "a/b/sub 2004", "a/b/sub/file 2003");
        assertThat(times(built, 1)).containsExactly("p 2009", "p/tree 2009", "p/tree/sub 2004", "p/tree/sub/file 2003");
        assertThat(times(built, 2)).contains("root 2009", "root/tree 2005");
        assertThat(times(built, 3)).containsExactly("made 2009", "made/file 2003", "made/here 2009");
        assertThat(times(built, 4)).containsExactly("c 2005", "c/sub 2004", "c/sub/file 2003");
    }

    private static List<String> times(BuildFixture.Built built, int layer) throws IOException {
        return built.entries(layer)
                .keySet()
                .stream()
                .map(entry -> entry.path() + " " + entry.mtime().toString().substring(0, 4))
                .toList();
    }

    @Test
    void runIsRefusedBeforeAnythingIsBuiltButOnlyWhenItIsNeeded() throws IOException, InterruptedException {
        String dockerfile = """
            FROM scratch AS never
            RUN make
            FROM scratch AS tools
            COPY readme /
            FROM missing.example/base AS middle
            RUN  echo hi
            FROM scratch
            COPY --from=middle / /
            """;
        assertThatThrownBy(() -> fixture.build(dockerfile)).isInstanceOf(CannotExecuteException.class)
                .hasMessageContaining("Dockerfile:6:1: RUN is not available here");
        assertThat(fixture.target.tags()).isEmpty();
        assertThat(fixture.build(fixture.request(dockerfile).withTarget("tools")).manifests()).hasSize(1);
        assertThatThrownBy(() -> fixture.build(fixture.request(dockerfile).withTarget("tolls")))
                .hasMessageContaining("there is no stage 'tolls' to build; there are [never, tools, middle, 3]");
    }

    @Test
    void aBaseGivesEachPlatformItsEntryAndItsSettings() throws IOException, InterruptedException {
        Json.Obj settings = new JsonBuilder().putUnlessEmpty("Env", List.of("A=1"))
                .putUnlessEmpty("Cmd", List.of("sh"))
                .put("WorkingDir", "/srv")
                .put("Vendor", "kept")
                .build();
        fixture.base("base", settings, BuildFixture.files("etc/x", "x"), AMD64, ARM64);
        BuildResult result = fixture.build(fixture.request("FROM base\nCOPY readme .", AMD64, ARM64));

        BuildFixture.Built arm = fixture.built(result, ARM64);
        assertThat(arm.config().platform()).isEqualTo(ARM64);
        assertThat(arm.manifest().layers()).hasSize(2);
        assertThat(arm.layer(0)).containsExactly("etc/x=x 644 0:0");
        assertThat(arm.lastLayer()).containsExactly("srv/ 755 0:0", "srv/readme=r 644 0:0");
        assertThat(arm.config().fields().objects("history")).extracting(entry -> entry.stringOrEmpty("created_by"))
                .satisfiesExactly(base -> assertThat(base).matches("FROM sha256:[0-9a-f]{64}"),
                        own -> assertThat(own).isEqualTo("COPY readme . # buildkit"));
        assertThat(arm.settings()).isEqualTo("{\"Env\":[\"A=1\",\"PATH=%s\"],\"Cmd\":[\"sh\"],".formatted(
                ImageDraft.LINUX_PATH) + "\"WorkingDir\":\"/srv\",\"Vendor\":\"kept\"}");
    }

    @Test
    void aBaseWithoutThePlatformIsRefusedAndListsWhatItHas() throws IOException, InterruptedException {
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("a", "a"), AMD64, ARM_V7);
        fixture.base("single", Json.Obj.EMPTY, BuildFixture.files("a", "a"), ARM64);
        assertThatThrownBy(() -> fixture.build("FROM base", AMD64, ARM64)).isInstanceOf(NoSuchPlatformException.class)
                .hasMessage(
                        "Dockerfile:1:6: image base has no entry for linux/arm64; it has only linux/amd64, linux/arm/v7");
        assertThatThrownBy(() -> fixture.build("FROM single")).isInstanceOf(NoSuchPlatformException.class)
                .hasMessageContaining("no entry for linux/amd64; it has only linux/arm64");
        BuildResult forced = fixture.build(fixture.request("FROM --platform=linux/arm64 single"));
        assertThat(fixture.built(forced, AMD64).config().platform()).isEqualTo(ARM64);
        assertThat(forced.warnings()).filteredOn(warning -> warning.rule().isEmpty())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("is for linux/arm64"));
        assertThatThrownBy(() -> fixture.build("FROM --platform=linux/arm64 single", AMD64, ARM64))
                .hasMessageContaining("are both for linux/arm64");
        assertThatThrownBy(() -> fixture.build("FROM none.example/x")).hasMessageContaining("Dockerfile:1:6: ")
                .hasMessageContaining("no such repository, tag or digest");
    }

    @Test
    void aStageOnTheBuildPlatformFeedsEveryTarget() throws IOException, InterruptedException {
        fixture.base("sdk", Json.Obj.EMPTY, BuildFixture.files("out/app", "portable"), AMD64);
        BuildResult result = fixture.build(fixture.request("""
            FROM --platform=$BUILDPLATFORM sdk AS build
            ARG TARGETPLATFORM
            LABEL for=$TARGETPLATFORM
            FROM scratch
            COPY --from=build /out/app /
            """, AMD64, ARM64));
        assertThat(fixture.built(result, ARM64).lastLayer()).containsExactly("app=portable 644 0:0");
        assertThat(fixture.built(result, ARM64).manifest().layers())
                .isEqualTo(fixture.built(result, AMD64).manifest().layers());
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void thePlatformArgumentSaysTheVersionOfTheSystem() throws IOException, InterruptedException {
        Platform windows = Platform.parse("windows(10.0.17763)/amd64");
        BuildResult result = fixture.build(
                fixture.request("FROM scratch\nARG TARGETPLATFORM\nARG TARGETOS\nLABEL p=$TARGETPLATFORM o=$TARGETOS\n",
                        windows));
        assertThat(fixture.built(result, windows).settings())
                .contains("\"Labels\":{\"o\":\"windows\",\"p\":\"windows(10.0.17763)/amd64\"}");
    }

    @Test
    void argumentsHaveTheirScopes() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("""
            ARG G=global
            ARG H=h-$G
            FROM scratch AS one
            ARG G
            ARG D=default
            ARG U
            ENV E=env D=fromenv
            LABEL g=$G h=$H d=$D u=[$U] e=$E o=$O
            FROM one
            LABEL later=$G-$TARGETARCH
            ARG TARGETARCH
            ARG O
            LABEL arch=$TARGETARCH o=$O
            """, AMD64, ARM64).withBuildArgs(Map.of("O", "o", "X", "unused"), Map.of(ARM64, Map.of("O", "arm")));
        BuildResult result = fixture.build(build);
        assertThat(fixture.built(result, ARM64).config().runtime().orElseThrow().stringMap("Labels"))
                .isEqualTo(Map.of("g", "global", "h", "", "d", "fromenv", "u", "[]", "e", "env", "later", "global-",
                        "arch", "arm64", "o", "arm"));
        assertThat(fixture.built(result, AMD64).config().runtime().orElseThrow().stringMap("Labels"))
                .containsEntry("o", "o");
        assertThat(result.warnings()).extracting(DockerfileWarning::toString)
                .containsExactly("--build-arg X: no ARG takes it",
                        "Dockerfile:8:15: nothing defines 'H' here, so it is empty (UndefinedVar)",
                        "Dockerfile:8:37: nothing defines 'O' here, so it is empty (UndefinedVar)",
                        "Dockerfile:10:17: TARGETARCH is empty here, because no ARG TARGETARCH stands above it in this stage (UndeclaredPlatformArg)");
    }

    @Test
    void aFrozenPlatformArgumentIsTold() throws IOException, InterruptedException {
        BuildResult result = fixture.build(fixture.request("ARG TARGETARCH=amd64\nFROM scratch\nARG TARGETARCH\n"
                + "LABEL a=$TARGETARCH", ARM64));
        assertThat(result.warnings()).hasSize(1);
        assertThat(fixture.built(result, ARM64).settings()).contains("\"a\":\"amd64\"");
    }

    @Test
    void triggersOfTheBaseRunFirstAndAreNotInherited() throws IOException, InterruptedException {
        Json.Obj settings = new JsonBuilder().putUnlessEmpty("OnBuild", List.of("COPY readme /from-base", "LABEL t=1"))
                .build();
        fixture.base("base", settings, BuildFixture.files("a", "a"), AMD64);
        BuildFixture.Built built = fixture.build("FROM base\nENV X=1\n");
        assertThat(built.layer(1)).containsExactly("from-base=r 644 0:0");
        assertThat(built.settings()).doesNotContain("OnBuild").contains("\"t\":\"1\"");

        fixture.base("bad", new JsonBuilder().putUnlessEmpty("OnBuild", List.of("RUN make")).build(),
                BuildFixture.files("a", "a"), AMD64);
        assertThatThrownBy(() -> fixture.build("FROM bad"))
                .hasMessageContaining("ONBUILD of bad:1:1: RUN is not available here");
    }

    @Test
    void triggersTakeArguments() throws IOException, InterruptedException {
        Json.Obj settings = new JsonBuilder().putUnlessEmpty("OnBuild", List.of("ARG OF_BASE", "LABEL b=$OF_BASE"))
                .build();
        fixture.base("base", settings, BuildFixture.files("a", "a"), AMD64);
        BuildResult result = fixture.build(fixture.request("""
            FROM base AS own
            ONBUILD ARG OWN
            ONBUILD LABEL o=$OWN
            FROM own
            """, AMD64).withBuildArgs(Map.of("OF_BASE", "1", "OWN", "2"), Map.of()));
        assertThat(fixture.built(result, AMD64).settings()).contains("\"b\":\"1\"", "\"o\":\"2\"");
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void anArgumentForAPlatformThatIsNotBuiltIsTold() throws IOException, InterruptedException {
        BuildResult result = fixture.build(fixture.request("FROM scratch\nARG A\nLABEL a=$A\n", AMD64)
                .withBuildArgs(Map.of("A", "1"), Map.of(ARM64, Map.of("A", "2"))));
        assertThat(result.warnings()).extracting(DockerfileWarning::toString)
                .containsExactly("--build-arg linux/arm64:A has no effect: linux/arm64 is not built, only linux/amd64");
    }

    @Test
    void workdirMakesDirectoriesOfTheUser() throws IOException, InterruptedException {
        assertThat(fixture.build("FROM scratch\nUSER 5:6\nWORKDIR /a\nWORKDIR b/../c").lastLayer())
                .containsExactly("a/c/ 755 5:6");
        BuildFixture.Built again = fixture.build("FROM scratch\nWORKDIR /a\nWORKDIR /a\nWORKDIR /");
        assertThat(again.manifest().layers()).hasSize(1);
        assertThat(fixture.build("FROM scratch\nUSER nobody\nWORKDIR /a").result().warnings()).hasSize(1);
    }

    @Test
    void labelsAndAnnotationsOfTheRequestAreThere() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("FROM scratch\nLABEL a=1 b=2", AMD64, ARM64)
                .withLabels(Map.of("b", "3"))
                .withAnnotations(Map.of("m", "1"), Map.of("i", "2"));
        BuildResult result = fixture.build(build);
        assertThat(fixture.built(result, AMD64).settings()).contains("\"Labels\":{\"a\":\"1\",\"b\":\"3\"}");
        assertThat(fixture.built(result, AMD64).manifest().annotations()).isEqualTo(Map.of("m", "1"));
        assertThat(((ImageIndex) fixture.target.fetchManifest(result.root().digest()).parse()).annotations())
                .isEqualTo(Map.of("i", "2"));
    }

    @Test
    void progressNamesEveryStepOfEveryPlatform() throws IOException, InterruptedException {
        Set<String> steps = ConcurrentHashMap.newKeySet();
        BuildProgress progress = new BuildProgress() {
            @Override
            public void finished(Step step) {
                steps.add("%s %s %d/%d %s".formatted(step.platform(), step.stage(), step.number(), step.total(),
                        step.text()));
            }
        };
        new ImageBuilder(BaseImages.NONE, progress).build(
                fixture.request("FROM scratch AS s\nCOPY readme /\nCMD x", AMD64, ARM64), fixture.target);
        assertThat(steps).containsExactlyInAnyOrder("linux/amd64 s 1/2 COPY readme /", "linux/amd64 s 2/2 CMD x",
                "linux/arm64 s 1/2 COPY readme /", "linux/arm64 s 2/2 CMD x");
    }

    /** A virtual thread that has waited for a registry makes the JVM wait 300 ms at its exit. */
    @Test
    void stepsRunOnPlatformThreads() throws IOException, InterruptedException {
        Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
        BuildProgress progress = new BuildProgress() {
            @Override
            public void begun(Step step) {
                virtual.add(Thread.currentThread().isVirtual());
            }
        };
        new ImageBuilder(BaseImages.NONE, progress).build(
                fixture.request("FROM scratch AS s\nCOPY readme /\nFROM scratch\nCOPY --from=s / /\n", AMD64, ARM64),
                fixture.target);
        assertThat(virtual).containsExactly(false);
    }

    @Test
    void aRequestIsChecked() throws IOException, InterruptedException {
        ImageBuild build = fixture.request("FROM scratch");
        assertThatThrownBy(() -> fixture.request("FROM scratch", AMD64, Platform.parse("linux/x86_64")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> build.withFormat(ImageBuild.Format.DOCKER, Compression.ZSTD))
                .hasMessageContaining("only gzip");
        assertThatThrownBy(() -> fixture.build(build.withIgnoreFile(Optional.of("a\n[b"))))
                .hasMessageContaining(".dockerignore, line 2");
        assertThatThrownBy(() -> fixture.build(ImageBuild.of(directory.resolve("readme"), build.dockerfile(),
                List.of(AMD64)))).hasMessageContaining("expected a directory");
    }
}
