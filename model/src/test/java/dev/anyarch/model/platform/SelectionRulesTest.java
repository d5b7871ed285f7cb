package dev.anyarch.model.platform;

import static dev.anyarch.model.platform.Candidates.attestation;
import static dev.anyarch.model.platform.Candidates.image;
import static dev.anyarch.model.platform.Candidates.nested;
import static dev.anyarch.model.platform.Candidates.root;
import static dev.anyarch.model.platform.Candidates.unnamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recorded vectors do not reach. */
class SelectionRulesTest {

    /** Engine, wanted, entries, and the picked positions or the error. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        strict             | linux/arm64                 | linux/arm64/v9 linux/arm64/v8              | 1
        strict             | linux/arm                   | linux/arm/v6 linux/arm/v7                  | 1
        strict             | linux/amd64                 | linux/386 linux/amd64/v2                   | no-match
        strict             | linux/amd64:24.04           | linux/amd64:22.04 linux/amd64:24.04        | 1
        strict             | linux/amd64:24              | linux/amd64:2404 linux/amd64:24.04         | 1
        strict             | linux/amd64:24.04           | linux/amd64                                | no-match
        strict             | linux/amd64                 | linux/amd64:22.04 linux/amd64              | 0
        strict             | linux/amd64+gpu             | linux/amd64 linux/amd64+gpu                | 1
        compat             | linux/amd64/v3              | linux/amd64 linux/amd64/v2 linux/amd64/v4  | 1
        compat             | linux/amd64                 | linux/386                                  | no-match
        compat             | linux/arm64                 | linux/arm/v7                               | no-match
        compat             | linux/arm/v7                | linux/arm/v5 linux/arm/v6                  | 1
        compat             | linux/arm64/v9.2            | linux/arm64 linux/arm64/v8.7               | 1
        compat             | linux/arm64/v10             | linux/arm64/v8                             | 0
        compat             | linux/ppc64le/power10       | linux/ppc64le linux/ppc64le/power9         | 1
        compat             | linux/ppc64le               | linux/ppc64le/power9 linux/ppc64le/power8  | 1
        compat             | linux/ppc64le/power12       | linux/ppc64le                              | 0
        compat             | linux/riscv64/rva23u64      | linux/riscv64/rva20u64 linux/riscv64/rva22u64 | 1
        compat             | linux/riscv64               | linux/riscv64/rva22u64                     | no-match
        compat             | linux/amd64:24.04           | linux/amd64:22.04 linux/amd64:24.04        | 1
        compat             | windows/amd64:10.0.26100    | windows/amd64:10.0.20348.1                 | 0
        compat             | windows/amd64:10.0.17763    | windows/amd64:10.0.20348.1                 | no-match
        containerd         | linux/arm64/v10             | linux/arm64 linux/arm/v7                   | no-match
        containerd         | linux/arm64/v8.10           | linux/arm64                                | no-match
        containerd         | linux/arm64/v9.8            | linux/arm64/v9                             | no-match
        containerd         | linux/arm64/v9.5            | linux/arm64/v8.9 linux/arm64/v9.5          | 1
        containerd         | linux/arm64/v9              | linux/arm64/v8.6 linux/arm64/v8.5          | 1
        containerd         | linux/arm/v9                | linux/arm/v7                               | 0
        containerd         | linux/amd64/2               | linux/amd64/v2 linux/amd64                 | 1
        containerd         | linux/386                   | linux/386/sse2 linux/i386/sse2             | 1
        containerd         | linux/mips64le/r6           | linux/mips64le                             | no-match
        containerd         | linux/amd64/v999999999      | linux/amd64/v3                             | 0
        containerd         | Linux/X86_64                | linux/amd64                                | 0
        containerd         | windows/amd64:10.0.25398    | windows/amd64:10.0.20348 windows/amd64:10.0.26100 | 0
        containerd         | windows/amd64:10.0.20348    | windows/amd64                              | 0
        containerd         | windows/amd64:10.0.20348    | windows/amd64:ltsc2022                     | no-match
        containerd         | windows/amd64:10.0          | windows/amd64:10.0.17763                   | 0
        containerd         | windows/amd64               | windows(10.0.17763+win32k)/amd64           | 0
        containerd         | linux/amd64                 | linux/amd64+win32k                         | no-match
        containerd         | linux/amd64+a+b             | linux/amd64+a linux/amd64+b+a              | 1
        containerd         | darwin/arm64                | macos/aarch64                              | 0
        skopeo             | linux/arm64                 | linux/arm64/v8 linux/arm64                 | 1
        skopeo             | linux/arm                   | linux/arm/v7 linux/arm/v8                  | 1
        skopeo             | linux/arm/v6                | linux/arm/v8 linux/arm linux/arm/v5        | 2
        skopeo             | linux/arm64/v9              | linux/arm64/v8 linux/arm64                 | 1
        skopeo             | Linux/amd64                 | linux/amd64                                | no-match
        podman             | Linux/x86_64                | linux/amd64                                | 0
        podman             | linux/armhf                 | linux/arm/v8 linux/arm/v7                  | 1
        podman             | linux/arm64/8               | linux/arm64 linux/arm64/v8                 | 1
        podman             | linux/amd64/v1              | linux/amd64/v1 linux/amd64                 | 1
        crane              | linux/arm                   | linux/arm/v5                               | 0
        regctl             | linux/amd64                 | linux/amd64/v1                             | 0
        regctl             | linux/arm64/v9              | linux/arm64/v8 linux/arm64/v9              | 1
        regctl             | Linux/AMD64                 | linux/amd64                                | 0
        regctl             | linux/amd64                 | Linux/AMD64                                | no-match
        regctl             | darwin/arm64                | linux/arm64 darwin/arm64                   | 1
        regctl             | darwin/arm64                | linux/arm64                                | 0
        regctl             | windows/amd64               | linux/amd64 windows/amd64:10.0.17763       | 1
        regctl             | freebsd/amd64               | linux/amd64                                | no-match
        regctl             | wasi/wasm+x                 | wasi/wasm                                  | no-match
        regctl             | linux/amd64/a.b             | linux/amd64                                | bad-platform
        oras               | linux/amd64                 | linux/amd64/v2                             | 0
        oras-java          | unknown/unknown             | unknown/unknown                            | 0
        jib                | linux/arm/v6                | linux/arm/v7                               | 0
        imagetools         | linux/arm64                 | linux/arm64 linux/arm64/v8 linux/amd64     | 0,1
        imagetools         | linux/amd64                 | linux/arm64                                | no-match
        """)
    void engineFollowsItsRule(String engine, String wanted, String entries, String expected) throws IOException {
        Candidate[] candidates = Arrays.stream(entries.split(" "))
                .map(Candidates::image)
                .toArray(Candidate[]::new);

        Selection selection = select(engine, wanted, root(candidates));

        assertThat(selection.error()
                .map(SelectionError::id)
                .orElseGet(() -> String.join(",",
                        Candidates.paths(selection))))
                .as(selection.toString())
                .isEqualTo(expected);
    }

    @Test
    void fallbackTo32BitsIsOnRequestAndSaid() throws IOException {
        Candidate root = root(image("linux/386"), image("linux/arm/v6"), image("linux/arm/v7"));

        Selection arm = Engine.COMPAT.select(root, new SelectionRequest(Platform.parse("linux/arm64"), true));
        Selection x86 = Engine.COMPAT.select(root, new SelectionRequest(Platform.parse("linux/amd64"), true));

        assertThat(Candidates.paths(arm)).containsExactly("2");
        assertThat(arm.why()).contains("linux/arm/v7", "32-bit");
        assertThat(Candidates.paths(x86)).containsExactly("0");
    }

    @Test
    void ownRulesTurnBackFromNestedIndexesWithoutMatch() throws IOException {
        Candidate root = root(nested(Optional.of("linux/arm64"), image("linux/amd64")),
                nested(Optional.empty(), image("linux/amd64"), nested(Optional.empty(), image("linux/arm64"))));

        assertThat(Candidates.paths(select("strict", "linux/arm64", root))).containsExactly("1.1.0");
        assertThat(Candidates.paths(select("compat", "linux/arm64", root))).containsExactly("1.1.0");
        assertThat(select("containerd", "linux/arm64", root).error()).contains(SelectionError.NO_MATCH);
        assertThat(select("docker", "linux/arm64", root).error()).contains(SelectionError.NO_MATCH);
    }

    @Test
    void configIsReadForEntriesWithoutPlatform() throws IOException {
        Candidate root = root(unnamed("linux/amd64"), unnamed("linux/arm64"), image("linux/s390x"));

        assertThat(Candidates.paths(select("strict", "linux/arm64", root))).containsExactly("1");
        assertThat(select("containerd", "linux/arm64", root).error()).contains(SelectionError.NO_MATCH);
        assertThat(Candidates.paths(select("docker", "linux/arm64", root))).containsExactly("0");
        assertThat(Candidates.paths(select("skopeo", "linux/arm64", root))).containsExactly("0");
        assertThat(Candidates.paths(select("imagetools", "linux/arm64", root))).containsExactly("0", "1");
    }

    @Test
    void bestOfSeveralConfigsIsTaken() throws IOException {
        Candidate root = root(nested(Optional.empty(), image("linux/amd64/v3")), unnamed("linux/amd64"),
                unnamed("linux/amd64/v2"));

        Selection selection = select("compat", "linux/amd64/v3", root);

        assertThat(Candidates.paths(selection)).containsExactly("2");
        assertThat(selection.why()).isEqualTo("entry 2 is linux/amd64/v2 by its config, which a machine for "
                + "linux/amd64/v3 runs; there is nothing closer");
    }

    @Test
    void configIsNotReadWhereTheRuleDoesNotReadIt() throws IOException {
        Deferred<Platform> unreadable = () -> {
            throw new IOException("config is unreadable");
        };
        Candidate.Image named = new Candidate.Image(image("linux/arm64").descriptor(), unreadable);
        Candidate.Image unnamed = new Candidate.Image(unnamed("linux/arm64").descriptor(), unreadable);

        for (Engine engine : Engine.values()) {
            assertThat(engine.select(root(unnamed, named), request("linux/arm64")).error()).as(engine.id()).isEmpty();
        }
        assertThatThrownBy(() -> select("strict", "linux/arm64", root(unnamed))).hasMessage("config is unreadable");
    }

    @Test
    void attestationsAreNeverCandidatesAndFollowTheirImage() throws IOException {
        Candidate.Image amd64 = image("linux/amd64");
        Candidate.Image arm64 = image("linux/arm64");
        Candidate root = root(amd64, attestation(amd64), arm64, attestation(arm64));

        assertThat(Candidates.paths(select("imagetools", "linux/arm64", root))).containsExactly("2", "3");
        assertThat(select("strict", "unknown/unknown", root).error()).contains(SelectionError.NO_MATCH);
        assertThat(Candidates.paths(select("crane", "unknown/unknown", root))).containsExactly("1");
    }

    @Test
    void filterThatKeepsEverythingKeepsTheDigest() throws IOException {
        Candidate root = root(image("linux/arm64"), image("linux/arm64/v8"));

        assertThat(select("imagetools", "linux/arm64", root).digest()).contains(root.descriptor().digest());
        assertThat(select("imagetools", "linux/arm64", root(image("linux/arm64"), image("linux/amd64"))).digest())
                .isEmpty();
    }

    @Test
    void singleManifestIsWhatEachEngineTakesItFor() throws IOException {
        Candidate root = unnamed("linux/amd64");

        for (Engine engine : Engine.values()) {
            boolean checks = List.of("strict", "compat", "oras", "jib", "imagetools").contains(engine.id());
            Selection other = engine.select(root, request("linux/arm64"));
            Selection same = engine.select(root, request("linux/amd64"));
            assertThat(other.error().isPresent()).as(engine.id()).isEqualTo(checks);
            assertThat(same.digest()).as(engine.id()).contains(root.descriptor().digest());
            assertThat(same.picked()).isEmpty();
        }
        assertThat(select("jib", "linux/amd64", unnamed("linux/s390x")).error()).isEmpty();
    }

    @Test
    void nestedIndexIsWhatEachEngineTakesItFor() throws IOException {
        Candidate.Index inner = nested(Optional.of("linux/arm64"), image("linux/arm64/v8"));
        Candidate root = root(image("linux/amd64"), inner);

        for (String engine : List.of("strict", "compat", "containerd", "docker", "crane", "regctl")) {
            assertThat(Candidates.paths(select(engine, "linux/arm64", root))).as(engine).containsExactly("1.0");
        }
        for (String engine : List.of("skopeo", "podman", "jib")) {
            Selection selection = select(engine, "linux/arm64", root);
            assertThat(selection.error()).as(engine).contains(SelectionError.NESTED_INDEX);
            assertThat(Candidates.paths(selection)).containsExactly("1");
            assertThat(selection.digest()).isEmpty();
        }
        assertThat(select("oras", "linux/arm64", root).digest()).contains(inner.descriptor().digest());
    }

    @Test
    void emptyPlatformObjectIsNoPlatformForDockerOnly() throws IOException {
        Candidate nothing = image(new Platform("", "", ""));
        Candidate features = image(new Platform("", "", "", "", List.of(),
                new Json.Obj(Map.of("features", Json.ofStrings(List.of("sse4"))))));

        assertThat(Candidates.paths(select("docker", "linux/s390x", root(nothing)))).containsExactly("0");
        assertThat(select("docker", "linux/s390x", root(features)).error()).contains(SelectionError.NO_MATCH);
        assertThat(select("containerd", "linux/s390x", root(nothing)).error()).contains(SelectionError.NO_MATCH);
    }

    @Test
    void unknownMediaTypeIsPassedOverOrTaken() throws IOException {
        Candidate.Other other = new Candidate.Other(Candidates.descriptor(new MediaType("application/x-other"),
                Optional.of(Platform.parse("linux/arm64"))));
        Candidate root = root(other, image("linux/arm64"));

        assertThat(Candidates.paths(select("docker", "linux/arm64", root))).containsExactly("1");
        assertThat(Candidates.paths(select("compat", "linux/arm64", root))).containsExactly("1");
        assertThat(select("containerd", "linux/arm64", root).error()).contains(SelectionError.NO_MATCH);
        assertThat(Candidates.paths(select("oras", "linux/arm64", root))).containsExactly("0");
    }

    @Test
    void emptyIndexMatchesNothing() throws IOException {
        for (Engine engine : Engine.values()) {
            Selection selection = engine.select(root(), request("linux/amd64"));
            assertThat(selection.error()).as(engine.id()).contains(SelectionError.NO_MATCH);
            assertThat(selection.why()).isEqualTo("no entry for linux/amd64; there is none that names a platform");
        }
    }

    @Test
    void everyEntryGetsItsReason() throws IOException {
        Selection selection = select("containerd", "linux/arm/v7", root(image("linux/amd64"),
                image("windows/arm"), image("linux/arm/v8"), image("linux/arm/v6"), image("linux/arm+gpu")));

        assertThat(selection.considered()).extracting(Considered::toString)
                .containsExactly("0 linux/amd64: architecture differs", "1 windows/arm: OS differs",
                        "2 linux/arm/v8: variant differs", "3 linux/arm/v6: runs there, choice 2",
                        "4 linux(+gpu)/arm: needs the OS feature gpu");
        assertThat(selection.why()).isEqualTo("entry 3 (linux/arm/v6) is the best match");
    }

    @Test
    void unknownEngineIsRefusedWithTheListOfThem() {
        assertThatThrownBy(() -> Engine.parse("rkt")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("engine 'rkt': expected one of strict, compat, containerd, ");
    }

    private static Selection select(String engine, String wanted, Candidate root) throws IOException {
        return Engine.parse(engine).select(root, request(wanted));
    }

    private static SelectionRequest request(String wanted) {
        return SelectionRequest.of(Platform.parse(wanted));
    }
}
