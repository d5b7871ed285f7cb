package dev.anyarch.operations.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.store.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexEditingTest {
    private static final IndexEdit.Which ARM64 = new IndexEdit.ForPlatform(Platform.parse("linux/arm64/v8"));

    private final MemoryStore store = new MemoryStore("registry.example/app");
    private final Images images = new Images(store);

    @Test
    void anEntryIsRemovedWithItsAttestation() throws IOException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor arm64 = images.entry("linux/arm64");
        Descriptor index = images.index(amd64, images.attestation(amd64), arm64, images.attestation(arm64));

        assertThat(edit(index, new IndexEdit.Remove(ARM64)).manifests())
                .containsExactly(amd64, images.attestation(amd64));
        assertThat(edit(index, new IndexEdit.Remove(new IndexEdit.WithDigest(amd64.digest()))).manifests())
                .containsExactly(arm64, images.attestation(arm64));
    }

    @Test
    void annotationsAreSetAndRemoved() throws IOException {
        Descriptor index = images.index(images.entry("linux/amd64"), images.entry("linux/arm64"));

        ImageIndex edited = edit(index, new IndexEdit.AnnotateIndex(Map.of("a", "1")),
                new IndexEdit.AnnotateEntries(ARM64, Map.of("b", "2")));

        assertThat(edited.annotations()).isEqualTo(Map.of("a", "1"));
        assertThat(edited.manifests().getFirst().annotations()).isEmpty();
        assertThat(edited.manifests().getLast().annotations()).isEqualTo(Map.of("b", "2"));
        assertThat(IndexEditing.edit(edited, List.of(new IndexEdit.AnnotateIndex(Map.of("a", "")),
                new IndexEdit.AnnotateEntries(ARM64, Map.of("b", ""))))).isEqualTo(store.fetchManifest(index.digest()));
    }

    @Test
    void whatIsNotNamedStaysAsItWasWritten() throws IOException {
        RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, """
            { "schemaVersion": 2, "x": [ 1.50, null ], "manifests": [
              { "y": true, "size": 2, "digest": "%s", "mediaType": "text/plain" } ] }"""
                .formatted("sha256:" + "0".repeat(64))
                .getBytes(StandardCharsets.UTF_8));
        ImageIndex index = (ImageIndex) raw.parse();

        assertThat(IndexEditing.edit(index, List.of())).isEqualTo(raw);
        assertThat(new String(IndexEditing.edit(index, List.of(new IndexEdit.AnnotateIndex(Map.of("a", "1"))))
                .bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"schemaVersion\":2,\"x\":[1.50,null],\"manifests\":[{\"y\":true,\"size\":2,")
                .endsWith("\"annotations\":{\"a\":\"1\"}}");
    }

    @Test
    void anEditThatMeansNoEntryIsRefused() throws IOException {
        Descriptor index = images.index(images.entry("linux/amd64"));

        assertThatThrownBy(() -> edit(index, new IndexEdit.Remove(ARM64)))
                .isInstanceOf(MissingPlatformException.class)
                .hasMessage("index %s: expected linux/arm64/v8, found linux/amd64", index.digest());
    }

    @Test
    void aDockerListCannotBeAnnotated() throws IOException {
        Descriptor list = images.index(MediaType.DOCKER_LIST, List.of(images.dockerImage("linux/amd64")));

        assertThatThrownBy(() -> edit(list, new IndexEdit.AnnotateIndex(Map.of("a", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no annotations");
    }

    private ImageIndex edit(Descriptor index, IndexEdit... edits) throws IOException {
        return (ImageIndex) IndexEditing.edit((ImageIndex) store.fetchManifest(index.digest()).parse(),
                List.of(edits)).parse();
    }
}
