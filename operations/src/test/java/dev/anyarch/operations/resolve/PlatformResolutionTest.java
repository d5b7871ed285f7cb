package dev.anyarch.operations.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.SelectionError;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.operations.MissingContent;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformResolutionTest {
    private final MemoryStore store = new MemoryStore("memory");
    private int images;

    @Test
    void jsonHasTheAgreedMembersOfOneEngine() throws IOException {
        Descriptor arm64 = image("linux", "arm64");
        Descriptor root = index(List.of(image("linux", "amd64").withPlatform(Platform.parse("linux/amd64")),
                arm64.withPlatform(Platform.parse("linux/arm64/v8"))));

        PlatformResolution resolution = resolve(root, "linux/arm64", List.of(Engine.CRANE));

        assertThat(JsonWriter.indented(resolution.toJson(), "  ")).isEqualTo("""
            {
              "reference": "registry.example/app:1",
              "platform": "linux/arm64",
              "engines": {
                "crane": {
                  "picked": [
                    "1"
                  ],
                  "digest": "%s",
                  "error": null,
                  "why": "entry 1 is the first that fits"
                }
              }
            }""".formatted(arm64.digest()));
    }

    @Test
    void jsonOfAnEngineThatPicksNothingNamesTheError() throws IOException {
        Descriptor root = index(List.of(image("linux", "amd64").withPlatform(Platform.parse("linux/amd64"))));

        assertThat(JsonWriter.indented(resolve(root, "linux/s390x", List.of(Engine.STRICT)).toJson(true), ""))
                .isEqualTo("""
                    {"reference":"registry.example/app:1","platform":"linux/s390x","engines":{"strict":{\
                    "picked":[],"digest":null,"error":"no-match",\
                    "why":"no entry for linux/s390x; there is linux/amd64",\
                    "candidates":[{"position":"0","platform":"linux/amd64","usable":false,\
                    "reason":"architecture differs"}]}}}""");
    }

    @Test
    void allEnginesAnswerInOneOrder() throws IOException {
        Descriptor root = index(List.of(image("linux", "arm64").withPlatform(Platform.parse("linux/arm64"))));

        PlatformResolution resolution = resolve(root, "linux/arm64", List.of(Engine.values()));

        assertThat(resolution.isFoundByAll()).isTrue();
        assertThat(resolution.selections().keySet()).containsExactly(Engine.values());
    }

    @Test
    void nestedEntriesAndMissingPlatformsAreReadFromTheSource() throws IOException {
        Descriptor riscv = image("linux", "riscv64");
        Descriptor nested = index(List.of(image("linux", "s390x"), riscv));
        Descriptor root = index(List.of(nested, image("linux", "amd64").withPlatform(Platform.parse("linux/amd64"))));

        PlatformResolution resolution = resolve(root, "linux/riscv64", List.of(Engine.COMPAT, Engine.SKOPEO));

        assertThat(resolution.toText(true)).isEqualTo("""
            registry.example/app:1 for linux/riscv64
            ENGINE  PICKED  DIGEST        WHY
            compat  0.1     %s  entry 0.1 is linux/riscv64 by its config
            skopeo  0       nested-index  entry 0 is an index itself, where skopeo expects a manifest

            compat
              + 0 without platform: names no platform, looked into last
              - 1 linux/amd64: architecture differs
              + 0.0 without platform: names no platform, looked into last
              + 0.1 without platform: names no platform, looked into last
              - 0.0 linux/s390x: architecture differs (read from its config)
              + 0.1 linux/riscv64: matches (read from its config)

            skopeo
              + 0 without platform: names no platform, a last resort
              - 1 linux/amd64: architecture differs
            """.formatted(riscv.digest().abbreviated()));
    }

    @Test
    void singleManifestIsCheckedByTheEnginesThatCheckIt() throws IOException {
        Descriptor root = image("linux", "amd64");

        PlatformResolution resolution = resolve(root, "linux/arm64", List.of(Engine.values()));

        assertThat(resolution.selections()).allSatisfy((engine, selection) -> {
            boolean checks = List.of(Engine.STRICT, Engine.COMPAT, Engine.ORAS, Engine.JIB, Engine.IMAGETOOLS)
                    .contains(engine);
            assertThat(selection.digest().isEmpty()).as(engine.id()).isEqualTo(checks);
            assertThat(selection.picked()).isEmpty();
        });
    }

    @Test
    void dockerListAndOciIndexFollowTheirOwnRules() throws IOException {
        Descriptor unnamed = image("linux", "amd64");
        Descriptor oci = index(List.of(unnamed));
        Descriptor list = manifest(ImageIndex.create(MediaType.DOCKER_LIST, List.of(unnamed), Map.of()));

        assertThat(resolve(oci, "linux/s390x", List.of(Engine.SKOPEO)).isFoundByAll()).isTrue();
        assertThat(resolve(list, "linux/s390x", List.of(Engine.SKOPEO)).isFoundByAll()).isFalse();
    }

    @Test
    void missingNestedIndexIsTheAnswerOfTheEnginesThatLookIntoIt() throws IOException {
        Descriptor nested = index(List.of(image("linux", "arm64").withPlatform(Platform.parse("linux/arm64"))));
        Descriptor root = index(List.of(nested.withPlatform(Platform.parse("linux/arm64"))));
        ImageSource sparse = new MissingContent(store, nested.digest());
        SelectionRequest request = SelectionRequest.of(Platform.parse("linux/arm64"));

        PlatformResolution resolution = PlatformResolution.resolve(sparse, root, "app", request,
                List.of(Engine.ORAS, Engine.CRANE));

        assertThat(resolution.selections().get(Engine.ORAS))
                .satisfies(selection -> assertThat(selection.digest()).contains(nested.digest()));
        assertThat(resolution.selections().get(Engine.CRANE)).satisfies(selection -> {
            assertThat(selection.error()).contains(SelectionError.NO_MATCH);
            assertThat(selection.why()).startsWith("cannot read what it looks at: memory: expected manifest sha256:");
        });
        assertThatThrownBy(() -> PlatformResolution.resolve(sparse, root, "app", request, List.of(Engine.CRANE)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void indexesWithinEachOtherAreFollowedToALimit() throws IOException {
        Descriptor chain = image("linux", "amd64");
        for (int depth = 0; depth < 9; depth++) {
            chain = index(List.of(chain));
        }
        Descriptor root = chain;

        assertThatThrownBy(() -> resolve(root, "linux/amd64", List.of(Engine.COMPAT)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected at most 8 indexes within each other");
    }

    private PlatformResolution resolve(Descriptor root, String platform, Collection<Engine> engines)
            throws IOException {
        return PlatformResolution.resolve(store, root, "registry.example/app:1",
                SelectionRequest.of(Platform.parse(platform)), engines);
    }

    private Descriptor image(String os, String architecture) throws IOException {
        String config = """
            {"os":"%s","architecture":"%s","rootfs":{"type":"layers","diff_ids":[]},"comment":"%d"}"""
                .formatted(os, architecture, images++);
        Descriptor blob = Descriptor.of(MediaType.OCI_CONFIG, config.getBytes(StandardCharsets.UTF_8));
        try (BlobUpload upload = store.upload()) {
            upload.stream().write(config.getBytes(StandardCharsets.UTF_8));
            upload.commit(blob.digest());
        }
        return manifest(ImageManifest.create(MediaType.OCI_MANIFEST, blob, new ArrayList<>(), Map.of()));
    }

    private Descriptor index(List<Descriptor> entries) throws IOException {
        return manifest(ImageIndex.create(MediaType.OCI_INDEX, entries, Map.of()));
    }

    private Descriptor manifest(Manifest manifest) throws IOException {
        store.putManifest(manifest.raw(), List.of());
        return manifest.raw().descriptor();
    }
}
