package dev.anyarch.operations.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.MissingContent;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectorTest {
    private final MemoryStore store = new MemoryStore("registry.example/app");
    private final Images images = new Images(store);
    private final Inspector inspector = new Inspector(GraphLimits.DEFAULT, 4, true);

    @Test
    void showsEachPlatformWithItsAttestationsFolded() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor arm = images.entry("linux/arm/v7");
        Descriptor index = images.index(amd64, images.attestation(amd64), arm);

        assertThat(inspect(store, index).toText()).isEqualTo(
                """
                    Name:    app:1.0
                    Digest:  %s
                    Type:    OCI image index, %d bytes
                    Content: %d B

                    PLATFORM      DIGEST                                                                   SIZE  LAYERS  CREATED               ATTESTATIONS
                    linux/amd64   %s  26 B  2       2026-01-02T03:04:05Z  provenance
                    linux/arm/v7  %s  27 B  2       2026-01-02T03:04:05Z  -
                    """.formatted(
                        index.digest(), index.size(), inspect(store, index).distinctSize(), amd64.digest(),
                        arm.digest()));
    }

    @Test
    void sharedLayersCountOnce() throws IOException, InterruptedException {
        Descriptor index = images.index(images.entry("linux/amd64"), images.entry("linux/arm64"));

        ImageInspection inspection = inspect(store, index);

        long layers = (long) "shared".length() + "layer of linux/amd64".length() + "layer of linux/arm64".length();
        long config = "{'architecture':'amd64','os':'linux','created':'2026-01-02T03:04:05Z','rootfs':{}}".length();
        assertThat(inspection.distinctSize()).isEqualTo(layers + 2 * config);
    }

    @Test
    void jsonSaysTheSame() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor index = images.index(amd64, images.attestation(amd64));
        Descriptor referrer = images.referrer(index, "signature");

        String json = new String(JsonWriter.compact(inspect(store, index).toJson()), StandardCharsets.UTF_8);

        assertThat(json).startsWith("{\"reference\":\"app:1.0\",\"digest\":\"" + index.digest() + "\"")
                .contains("\"platform\":\"linux/amd64\"", "\"compressedSize\":26",
                        "\"created\":\"2026-01-02T03:04:05Z\"",
                        "\"predicateTypes\":[\"https://slsa.dev/provenance/v1\"]", referrer.digest().toString())
                .doesNotContain("unknown/unknown");
    }

    @Test
    void aSingleImageIsItsOnlyPlatform() throws IOException, InterruptedException {
        Descriptor image = images.dockerImage("linux/s390x");

        assertThat(inspect(store, image).images()).singleElement()
                .satisfies(found -> assertThat(found.platform()).contains(Platform.parse("linux/s390x")));
        assertThat(inspector.platforms(store, image)).singleElement()
                .satisfies(found -> assertThat(found.platform()).isEqualTo(Platform.parse("linux/s390x")));
    }

    @Test
    void platformsAreThoseOfImagesInNestedIndexesToo() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor index = images.index(images.index(amd64, images.attestation(amd64)), images.image("linux/riscv64"));

        assertThat(inspector.platforms(store, index)).extracting(entry -> entry.platform().toString())
                .containsExactly("linux/amd64", "linux/riscv64");
    }

    @Test
    void aMissingChildIsShownAndAMissingRootIsAnError() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor index = images.index(amd64, images.entry("linux/arm64"));

        assertThat(inspect(new MissingContent(store, amd64.digest()), index).toText()).contains("missing")
                .contains("linux/amd64", "linux/arm64");
        assertThatThrownBy(() -> inspect(new MissingContent(store, index.digest()), index))
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "3400000000, 3.4 GB",
        "9223372036854775807, 9223.4 PB"})
    void sizesAreReadable(long bytes, String text) {
        assertThat(InspectionText.bytes(bytes)).isEqualTo(text);
    }

    private ImageInspection inspect(ImageSource source, Descriptor root) throws IOException, InterruptedException {
        return inspector.inspect("app:1.0", source, root);
    }
}
