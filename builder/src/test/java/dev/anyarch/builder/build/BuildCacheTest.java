package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static dev.anyarch.builder.build.BuildFixture.ARM_V7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.build.BuildFixture.Cached;
import dev.anyarch.content.Compression;
import dev.anyarch.model.Digest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildCacheTest {
    private static final String DOCKERFILE = """
        FROM base
        ARG WHERE=/srv
        ENV MODE=plain
        WORKDIR $WHERE
        COPY app app
        COPY --chown=7:8 data/ data/
        """;
    private static final String WORKDIR = "WORKDIR $WHERE";
    private static final String APP = "COPY app app";
    private static final String DATA = "COPY --chown=7:8 data/ data/";

    @TempDir
    Path directory = Path.of("");

    private final MemoryStore layers = new MemoryStore("layers");
    private BuildFixture fixture = new BuildFixture(directory);
    private Path cache = Path.of("");

    @BeforeEach
    void context() throws IOException {
        cache = directory.resolve("cache");
        fixture = new BuildFixture(Files.createDirectory(directory.resolve("context")));
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("etc/x", "x"), AMD64, ARM64, ARM_V7)
                .file("app", "app")
                .file("data/one", "1")
                .file("data/two", "2");
        Files.createSymbolicLink(fixture.context.resolve("data/link"), Path.of("one"));
    }

    private Cached build(String dockerfile, Platform... platforms) throws IOException, InterruptedException {
        return fixture.build(fixture.request(dockerfile, platforms), cache, layers, Freshness.NONE);
    }

    private static Digest digest(Cached built) {
        return built.result().root().digest();
    }

    @Test
    void aSecondBuildDoesNothingAndHasTheSameResult() throws IOException, InterruptedException {
        Cached first = build(DOCKERFILE, AMD64, ARM64, ARM_V7);
        Cached second = build(DOCKERFILE, AMD64, ARM64, ARM_V7);

        assertThat(first.found()).isEmpty();
        assertThat(second.found()).containsExactly(DATA, DATA, DATA, APP, APP, APP, WORKDIR, WORKDIR, WORKDIR);
        assertThat(digest(second)).isEqualTo(digest(first));
        assertThat(fixture.build(fixture.request(DOCKERFILE, AMD64, ARM64, ARM_V7)).root().digest())
                .as("without a cache")
                .isEqualTo(digest(first));
    }

    @Test
    void theHistorySaysWhatTheFileSaysWhateverWasBuiltBefore() throws IOException, InterruptedException {
        build("FROM base\nCOPY app /x\nCOPY data/ /d/\n");
        String same = "FROM base\nCOPY ./app /x\nCOPY data /d/\n";
        assertThat(digest(build(same))).isEqualTo(fixture.build(fixture.request(same)).root().digest());
    }

    /** What may happen to a build, and how many of its first steps are still found done afterwards. */
    enum Change {
        NOTHING(3) {
        },
        TIMES(3) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                for (String name : List.of("app", "data/one", "data/two", "data")) {
                    Files.setLastModifiedTime(fixture.context.resolve(name), FileTime.from(Instant.ofEpochSecond(77)));
                }
            }
        },
        SAME_CONTENT_WRITTEN_ANEW(3) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.delete(fixture.context.resolve("app"));
                fixture.file("app", "app");
            }
        },
        FILE_THAT_NOBODY_COPIES(3) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.file("other", "other");
            }
        },
        LABEL(3) {
            @Override
            String dockerfile() {
                return DOCKERFILE.replace("ARG", "LABEL a=b\nARG");
            }
        },
        ENVIRONMENT(3) {
            @Override
            String dockerfile() {
                return DOCKERFILE.replace("plain", "other");
            }
        },
        CONTENT(1) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.file("app", "apq");
            }
        },
        CONTENT_BEHIND_THE_SAME_TIME(1) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                FileTime time = Files.getLastModifiedTime(fixture.context.resolve("app"));
                fixture.file("app", "apq");
                Files.setLastModifiedTime(fixture.context.resolve("app"), time);
            }
        },
        MODE(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.setPosixFilePermissions(fixture.context.resolve("data/one"),
                        PosixFilePermissions.fromString("rwx------"));
            }
        },
        NAME(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.move(fixture.context.resolve("data/one"), fixture.context.resolve("data/uno"));
            }
        },
        NEW_FILE(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.file("data/three", "3");
            }
        },
        GONE_FILE(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.delete(fixture.context.resolve("data/two"));
            }
        },
        IGNORED_FILE(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.file(".dockerignore", "data/two");
            }
        },
        LINK_TARGET(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.delete(fixture.context.resolve("data/link"));
                Files.createSymbolicLink(fixture.context.resolve("data/link"), Path.of("two"));
            }
        },
        TYPE(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                Files.delete(fixture.context.resolve("data/link"));
                fixture.file("data/link", "one");
            }
        },
        HARD_LINK(2) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.file("data/two", "1");
                Files.delete(fixture.context.resolve("data/two"));
                Files.createLink(fixture.context.resolve("data/two"), fixture.context.resolve("data/one"));
            }
        },
        OWNER(2) {
            @Override
            String dockerfile() {
                return DOCKERFILE.replace("7:8", "7:9");
            }
        },
        DESTINATION(0) {
            @Override
            String dockerfile() {
                return DOCKERFILE.replace("/srv", "/opt");
            }
        },
        BASE(0) {
            @Override
            void apply(BuildFixture fixture) throws IOException {
                fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("etc/x", "y"), AMD64, ARM64, ARM_V7);
            }
        };

        private final int found;

        Change(int found) {
            this.found = found;
        }

        void apply(BuildFixture fixture) throws IOException {
            // the Dockerfile is what changes, or nothing
        }

        String dockerfile() {
            return DOCKERFILE;
        }

    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatAStepDependsOnMakesItBeDoneAgain(Change change) throws IOException, InterruptedException {
        build(DOCKERFILE);
        change.apply(fixture);
        Cached again = build(change.dockerfile());

        assertThat(again.found())
                .containsExactlyInAnyOrderElementsOf(List.of(WORKDIR, APP, DATA).subList(0, change.found));
        assertThat(fixture.build(fixture.request(change.dockerfile())).root().digest()).as("without a cache")
                .isEqualTo(digest(again));
    }

    @Test
    void anotherCheckoutOfTheSameContextIsTheSame() throws IOException, InterruptedException {
        Cached first = build(DOCKERFILE);
        Files.createDirectories(directory.resolve("elsewhere/data"));
        for (String name : List.of("app", "data/two", "data/one", "data/link")) {
            Files.copy(fixture.context.resolve(name), directory.resolve("elsewhere").resolve(name),
                    StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        }
        ImageBuild request = fixture.request(DOCKERFILE);
        ImageBuild moved = ImageBuild.of(directory.resolve("elsewhere"), request.dockerfile(), request.platforms())
                .withBuildPlatform(AMD64);
        Cached second = fixture.build(moved, cache, layers, Freshness.NONE);

        assertThat(second.found()).hasSize(3);
        assertThat(digest(second)).isEqualTo(digest(first));
    }

    @Test
    void aLayerThatIsGoneIsMadeAgain() throws IOException, InterruptedException {
        Cached first = build(DOCKERFILE);
        MemoryStore empty = new MemoryStore("empty");
        Cached second = fixture.build(fixture.request(DOCKERFILE), cache, empty, Freshness.NONE);

        assertThat(second.found()).isEmpty();
        assertThat(digest(second)).isEqualTo(digest(first));
    }

    @Test
    void tornEntriesAreMisses() throws IOException, InterruptedException {
        Cached first = build(DOCKERFILE);
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            }
        }
        Cached second = build(DOCKERFILE);

        assertThat(second.found()).isEmpty();
        assertThat(digest(second)).isEqualTo(digest(first));
        assertThat(build(DOCKERFILE).found()).hasSize(3);
    }

    @Test
    void withoutCacheEverythingIsDoneAndRemembered() throws IOException, InterruptedException {
        build(DOCKERFILE);
        assertThat(fixture.build(fixture.request(DOCKERFILE), cache, layers, Freshness.ALL).found()).isEmpty();
        assertThat(build(DOCKERFILE).found()).hasSize(3);
    }

    @Test
    void oneStageCanBeDoneAnew() throws IOException, InterruptedException {
        String dockerfile = """
            FROM base AS one
            COPY app /app
            FROM base
            COPY --from=one /app /copy
            COPY data /data
            """;
        build(dockerfile);
        Cached again = fixture.build(fixture.request(dockerfile), cache, layers, new Freshness(false, Set.of("one")));
        assertThat(again.found()).containsExactly("COPY --from=one /app /copy", "COPY data /data");
    }

    @Test
    void anotherOwnerInAStageIsAnotherCopyFromIt() throws IOException, InterruptedException {
        String dockerfile = """
            FROM base AS one
            COPY --chown=1:1 app /app
            FROM base
            COPY --from=one /app /copy
            """;
        build(dockerfile);
        Cached again = build(dockerfile.replace("1:1", "2:1"));
        assertThat(again.found()).isEmpty();
        assertThat(fixture.build(fixture.request(dockerfile.replace("1:1", "2:1"))).root().digest())
                .isEqualTo(digest(again));
        assertThat(fixture.built(again.result(), AMD64).lastLayer()).containsExactly("copy=app 644 2:1");
    }

    @Test
    void whatIsFoundDoneCanBeCopiedFrom() throws IOException, InterruptedException {
        String first = """
            FROM base AS one
            COPY data /data
            """;
        build(first);
        Cached second = build(first + "FROM scratch\nCOPY --from=one /data/one /etc/x /all/\n");

        assertThat(second.found()).containsExactly("COPY data /data");
        assertThat(fixture.built(second.result(), AMD64).lastLayer()).containsExactly("all/ 755 0:0",
                "all/one=1 644 0:0", "all/x=x 644 0:0");
    }

    @Test
    void aStageForTheBuildPlatformIsBuiltOnceForAll() throws IOException, InterruptedException {
        Cached built = build("""
            FROM --platform=$BUILDPLATFORM base AS tools
            COPY app /app
            FROM --platform=$BUILDPLATFORM base AS own
            ARG TARGETARCH
            COPY app /app-$TARGETARCH
            FROM base
            COPY --from=tools /app /
            COPY --from=own /app-* /
            """, AMD64, ARM64, ARM_V7);

        assertThat(built.begun()).filteredOn(line -> line.contains(" tools "))
                .containsExactly("linux/amd64 tools COPY app /app");
        assertThat(built.begun()).filteredOn(line -> line.contains(" own COPY")).hasSize(3);
        assertThat(fixture.built(built.result(), ARM_V7).lastLayer()).containsExactly("app-arm=app 644 0:0");
    }

    @Test
    void aTriggerMayMakeAStageAnotherOneForEachPlatform() throws IOException, InterruptedException {
        Cached built = build("""
            FROM --platform=$BUILDPLATFORM base AS parent
            ONBUILD ARG TARGETARCH
            ONBUILD COPY app /app-$TARGETARCH
            FROM parent AS tools
            FROM scratch
            COPY --from=tools /app-* /
            """, AMD64, ARM64);
        assertThat(fixture.built(built.result(), AMD64).lastLayer()).containsExactly("app-amd64=app 644 0:0");
        assertThat(fixture.built(built.result(), ARM64).lastLayer()).containsExactly("app-arm64=app 644 0:0");
    }

    @Test
    void compressionAndTimesAreParts() throws IOException, InterruptedException {
        build(DOCKERFILE);
        ImageBuild request = fixture.request(DOCKERFILE);
        assertThat(fixture.build(request.withFormat(ImageBuild.Format.OCI, Compression.ZSTD), cache, layers,
                Freshness.NONE).found()).isEmpty();
        assertThat(fixture.build(request.withTimestamps(new Timestamps.Source()), cache, layers, Freshness.NONE)
                .found()).isEmpty();
    }

    @Test
    void whatIsWarnedOfIsWarnedOfEachTime() throws IOException, InterruptedException {
        String dockerfile = "FROM base\nCOPY none* app /x/\n";
        assertThat(build(dockerfile).result().warnings()).hasSize(1);
        assertThat(build(dockerfile).result().warnings()).hasSize(1);
    }

    @Test
    void mistakesAreNotRemembered() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> build("FROM base\nCOPY nothing /\n")).hasMessageContaining(
                    "'nothing' is not in the build context");
        }
        fixture.file("nothing", "something");
        assertThat(build("FROM base\nCOPY nothing /\n").found()).isEmpty();
    }
}
