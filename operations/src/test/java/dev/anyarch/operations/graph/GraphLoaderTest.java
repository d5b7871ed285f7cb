package dev.anyarch.operations.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.operations.FaultyStore;
import dev.anyarch.operations.Images;
import dev.anyarch.store.MemoryStore;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphLoaderTest {
    private final MemoryStore store = new MemoryStore("registry.example/app");
    private final Images images = new Images(store);

    @Test
    void aManifestIsLoadedOnceHoweverOftenItIsListed() throws IOException, InterruptedException {
        Descriptor image = images.entry("linux/amd64");
        Descriptor inner = images.index(image);
        Descriptor outer = images.index(inner, image, images.index(MediaType.DOCKER_LIST, List.of(inner, image)));
        FaultyStore counting = FaultyStore.counting(store);

        ManifestGraph graph = new GraphLoader(counting, GraphLimits.DEFAULT, 4).load(List.of(outer),
                Follow.everything());

        assertThat(graph.manifests()).hasSize(4);
        assertThat(counting.calls()).isEqualTo(4);
    }

    @Test
    void childrenComeBeforeWhatListsThem() throws IOException, InterruptedException {
        Descriptor image = images.entry("linux/amd64");
        Descriptor inner = images.index(image);
        Descriptor outer = images.index(image, inner);

        List<List<Manifest>> groups = load(GraphLimits.DEFAULT, outer).childrenFirst();

        assertThat(groups.stream().map(group -> group.getFirst().digest()))
                .containsExactly(image.digest(), inner.digest(), outer.digest());
    }

    @Test
    void indexesWithinIndexesHaveAnEnd() throws IOException, InterruptedException {
        Descriptor index = images.image("linux/amd64");
        for (int i = 0; i < 7; i++) {
            index = images.index(index);
        }
        Descriptor eight = index;
        Descriptor nine = images.index(index);

        assertThat(load(GraphLimits.DEFAULT, eight).manifests()).hasSize(8);
        assertThatThrownBy(() -> load(GraphLimits.DEFAULT, nine)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expected at most 8 indexes within each other");
    }

    @Test
    void manifestsAndTheirBytesAreCounted() throws IOException {
        Descriptor index = images.index(images.entry("linux/amd64"), images.entry("linux/arm64"));

        assertThatThrownBy(() -> load(new GraphLimits(8, 2, 1_000_000), index))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("at most 2 manifests");
        assertThatThrownBy(() -> load(new GraphLimits(8, 10, 700), index))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("at most 700 bytes");
    }

    @Test
    void aManifestOfAnotherSizeThanItsIndexSaysIsRefused() throws IOException {
        Descriptor image = images.image("linux/amd64");
        Descriptor index = images.index(new Descriptor(image.mediaType(), image.digest(), image.size() + 1));

        assertThatThrownBy(() -> load(GraphLimits.DEFAULT, index)).isInstanceOf(InvalidContentException.class)
                .hasMessage("registry.example/app: manifest %s, listed in index %s: expected %d bytes, found %d",
                        image.digest(), index.digest(), image.size() + 1, image.size());
    }

    private ManifestGraph load(GraphLimits limits, Descriptor root) throws IOException, InterruptedException {
        return new GraphLoader(store, limits, 4).load(List.of(root), Follow.everything());
    }
}
