package dev.anyarch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

    @Test
    void unknownTypesPassThrough() {
        MediaType other = new MediaType("application/vnd.example+json");

        assertThat(other).hasToString("application/vnd.example+json");
        assertThat(other.isIndex() || other.isImageManifest() || other.isImageConfig() || other.isDocker()).isFalse();
    }

    @Test
    void kindsAreTold() {
        assertThat(MediaType.OCI_INDEX.isIndex() && MediaType.DOCKER_LIST.isIndex()).isTrue();
        assertThat(MediaType.OCI_MANIFEST.isImageManifest() && MediaType.DOCKER_MANIFEST.isImageManifest()).isTrue();
        assertThat(MediaType.OCI_CONFIG.isImageConfig() && MediaType.DOCKER_CONFIG.isImageConfig()).isTrue();
        assertThat(MediaType.DOCKER_LIST.isDocker()).isTrue();
        assertThat(MediaType.OCI_INDEX.isDocker()).isFalse();
    }

    @Test
    void parametersOfTheHeaderAreDropped() {
        assertThat(MediaType.ofContentType(" application/vnd.oci.image.index.v1+json ; charset=utf-8"))
                .isEqualTo(MediaType.OCI_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000", "é"})
    void unprintableTypeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MediaType(text))
                .withMessageStartingWith("media type '");
    }

    @Test
    void endlessTypeIsRefused() {
        assertThat(new MediaType("a".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new MediaType("a".repeat(256)));
    }
}
