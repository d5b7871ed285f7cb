package dev.anyarch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String CONFIG = """
        {"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":7}""".formatted(HEX);
    private static final String LAYER = """
        {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":9,\
        "annotations":{"b":"2","a":"1"},"x-unknown":[1]}""".formatted(HEX);
    private static final String CHILD = """
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":11,\
        "platform":{"architecture":"arm","os":"linux","variant":"v7"}}""".formatted(HEX);

    @Test
    void imageManifestKeepsItsBytesAndSaysWhatIsInIt() throws InvalidContentException {
        String json = """
            { "schemaVersion": 2, "unknown": {"kept": true},
              "config": %s,
              "layers": [%s, %s] }
            """.formatted(CONFIG, LAYER, LAYER);

        Manifest manifest = parse(MediaType.OCI_MANIFEST, json);

        assertThat(manifest).isInstanceOfSatisfying(ImageManifest.class, image -> {
            assertThat(image.raw().bytes()).asString(StandardCharsets.UTF_8).isEqualTo(json);
            assertThat(image.digest()).isEqualTo(Digest.sha256(json.getBytes(StandardCharsets.UTF_8)));
            assertThat(image.config().size()).isEqualTo(7);
            assertThat(image.layers()).hasSize(2);
            assertThat(image.blobs()).hasSize(3);
            assertThat(image.children()).isEmpty();
            assertThat(image.layers().getFirst().annotations().keySet()).containsExactly("b", "a");
            assertThat(image.layers().getFirst().extensions().members()).containsOnlyKeys("x-unknown");
        });
    }

    @Test
    void indexListsItsEntries() throws InvalidContentException {
        Manifest manifest = parse(MediaType.DOCKER_LIST, """
            {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.list.v2+json",\
            "manifests":[%s]}""".formatted(CHILD));

        assertThat(manifest).isInstanceOfSatisfying(ImageIndex.class, index -> {
            assertThat(index.children()).hasSize(1);
            assertThat(index.children().getFirst().platform()).contains(Platform.parse("linux/arm/v7"));
            assertThat(index.blobs()).isEmpty();
        });
    }

    @Test
    void manifestOfAnUnknownTypeIsKeptUnread() throws InvalidContentException {
        Manifest manifest = parse(new MediaType("application/x-other"), "not json");

        assertThat(manifest).isInstanceOf(OtherManifest.class);
        assertThat(manifest.raw().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("not json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"schemaVersion":2,"config":C,"layers":[],"manifests":[]}      | an image manifest must not have a member "manifests"
        {"schemaVersion":2,"config":C,"layers":[],"manifests":null}    | an image manifest must not have a member "manifests"
        {"schemaVersion":2,"config":C,"layers":[],"fsLayers":[]}       | an image manifest must not have a member "fsLayers"
        {"schemaVersion":2,"config":C,"Layers":[]}                     | member "Layers": expected "layers"
        {"schemaVersion":2,"layers":[]}                                | expected member "config", which is missing
        {"schemaVersion":2,"config":C,"layers":{}}                     | member "layers": expected an array, found an object
        {"schemaVersion":2,"config":C,"layers":[1]}                    | member "layers[0]": expected an object, found the number 1
        {"schemaVersion":2,"config":[],"layers":[]}                    | member "config": expected an object, found an array
        {"schemaVersion":1,"config":C,"layers":[]}                     | member "schemaVersion": expected 2, found 1
        {"config":C,"layers":[]}                                       | expected member "schemaVersion", which is missing
        {"schemaVersion":2,"mediaType":"x/y","config":C,"layers":[]}   | member "mediaType": expected application/vnd.oci.image.manifest.v1+json as it was served, found x/y
        {"schemaVersion":2,"schemaVersion":2,"config":C,"layers":[]}   | malformed JSON
        {"schemaVersion":2,"config":{},"layers":[]}                    | config: expected member "mediaType", which is missing
        {"schemaVersion":2,"config":{"mediaType":"","digest":"D","size":1}}     | media type
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"x","size":1}}  | digest 'x'
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D"}}           | expected member "size", which is missing
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":-1}} | negative size -1
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1.5}} | found the number 1.5
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":"1"}} | expected a whole number, found text
        {"schemaVersion":2,"config":{"mediaType":"a/b","digest":"D","size":1e999}} | found the number 1e999
        {"schemaVersion":2,"config":C,"layers":[],"annotations":{"a":1}}        | member "a": expected text, found the number 1
        {"schemaVersion":2,"config":C,"layers":[],"subject":"x"}                | member "subject": expected an object, found text
        []                                                             | expected a JSON object at the top
        """)
    void malformedImageManifestIsRefused(String json, String message) {
        String full = json.replace(":C", ":" + CONFIG).replace("\"D\"", "\"sha256:" + HEX + "\"");

        assertThatThrownBy(() -> parse(MediaType.OCI_MANIFEST, full)).isInstanceOf(InvalidContentException.class)
                .hasMessageStartingWith("manifest sha256:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"schemaVersion":2,"manifests":[],"layers":[]}  | an index must not have a member "layers"
        {"schemaVersion":2,"manifests":[],"config":{}}  | an index must not have a member "config"
        {"schemaVersion":2,"MANIFESTS":[]}              | member "MANIFESTS": expected "manifests"
        {"schemaVersion":2}                             | expected member "manifests", which is missing
        {"schemaVersion":2,"manifests":[null]}          | member "manifests[0]": expected an object, found null
        {"schemaVersion":2,"manifests":[{"platform":1}]} | member "platform": expected an object, found the number 1
        """)
    void malformedIndexIsRefused(String json, String message) {
        assertThatThrownBy(() -> parse(MediaType.OCI_INDEX, json)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void hugeManifestIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> RawManifest.of(MediaType.OCI_MANIFEST, new byte[100 * 1024 * 1024]))
                .isInstanceOf(InvalidContentException.class)
                .hasMessage("manifest of 104857600 bytes: expected at most 8388608");
    }

    @Test
    void createdManifestsAreReadBackAsTheyWere() throws InvalidContentException {
        Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        Descriptor layer = Descriptor.of(MediaType.OCI_LAYER_ZSTD, new byte[]{1})
                .withAnnotations(Map.of("key", "value"));
        ImageManifest image = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(layer), Optional.of(layer),
                Optional.of("application/x-thing"), Map.of("a", "b"));
        ImageIndex index = ImageIndex.create(MediaType.OCI_INDEX,
                List.of(image.raw().descriptor().withPlatform(Platform.parse("linux/arm/v6"))), Map.of());

        assertThat(image.raw().parse()).isInstanceOfSatisfying(ImageManifest.class, read -> {
            assertThat(read).isEqualTo(image);
            assertThat(read.config()).isEqualTo(config);
            assertThat(read.layers()).containsExactly(layer);
            assertThat(read.subject()).contains(layer);
            assertThat(read.artifactType()).contains("application/x-thing");
            assertThat(read.annotations()).isEqualTo(Map.of("a", "b"));
        });
        assertThat(index.raw().parse()).isInstanceOfSatisfying(ImageIndex.class,
                read -> assertThat(read.manifests()).isEqualTo(index.manifests()));
        assertThat(index.raw().bytes()).isEqualTo(ImageIndex
                .create(MediaType.OCI_INDEX, index.manifests(), Map.of())
                .raw()
                .bytes());
    }

    @Test
    void bytesAreCopiedOut() throws InvalidContentException {
        RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, new byte[]{1, 2}, DigestAlgorithm.SHA512);

        raw.bytes()[0] = 9;

        assertThat(raw.bytes()).containsExactly(1, 2);
        assertThat(raw.digest().algorithm()).isEqualTo(DigestAlgorithm.SHA512);
        assertThat(raw.descriptor().size()).isEqualTo(2);
        assertThat(raw).isNotEqualTo(RawManifest.of(MediaType.DOCKER_LIST, new byte[]{1, 2}));
    }

    @Test
    void attachmentsAreTold() {
        Descriptor entry = new Descriptor(MediaType.OCI_MANIFEST, Digest.sha256(new byte[0]), 0);

        assertThat(entry.isAttachment()).isFalse();
        assertThat(entry.withAnnotations(Map.of(Annotations.DOCKER_REFERENCE_TYPE, "attestation-manifest"))
                .isAttachment()).isTrue();
        assertThat(entry.withPlatform(Platform.parse("linux/amd64")).bare()).isEqualTo(entry);
    }

    @Test
    void configSaysPlatformAndKeepsTheRest() throws InvalidContentException {
        String json = """
            {"architecture":"arm","variant":"v7","os":"linux","os.version":"1","os.features":["f"],\
            "created":"2026-01-01T00:00:00Z","config":{"Env":["A=B"]},"rootfs":{"type":"layers",\
            "diff_ids":["sha256:%s"]},"moby.buildkit.cache.v0":"x"}""".formatted(HEX);

        ImageConfig config = ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8));

        assertThat(config.platform()).hasToString("linux(1+f)/arm/v7");
        assertThat(config.diffIds()).containsExactly(Digest.parse("sha256:" + HEX));
        assertThat(config.created()).contains("2026-01-01T00:00:00Z");
        assertThat(config.runtime().orElseThrow().strings("Env")).containsExactly("A=B");
        assertThat(config.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo(json);
    }

    @Test
    void configWithoutPlatformHasAnEmptyOne() throws InvalidContentException {
        assertThat(ImageConfig.parse("{}".getBytes(StandardCharsets.UTF_8)).platform().isEmpty()).isTrue();
        assertThat(new ImageConfig(Json.Obj.EMPTY).diffIds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"os":1}                            | image config: member "os": expected text, found the number 1
        {"rootfs":{"diff_ids":["x"]}}       | image config, rootfs: member "diff_ids": digest 'x': expected ALGORITHM:HEX, such as sha256:…
        {"rootfs":{"diff_ids":"x"}}         | image config, rootfs: member "diff_ids": expected an array, found text
        []                                  | image config: expected a JSON object at the top
        """)
    void malformedConfigIsRefused(String json, String message) {
        assertThatThrownBy(() -> ImageConfig.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidContentException.class)
                .hasMessage(message);
    }

    private static Manifest parse(MediaType mediaType, String json) throws InvalidContentException {
        return RawManifest.of(mediaType, json.getBytes(StandardCharsets.UTF_8)).parse();
    }
}
