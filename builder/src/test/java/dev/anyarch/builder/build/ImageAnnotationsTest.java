package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.build.ImageAnnotations.Level;
import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageAnnotationsTest {
    private static final Platform ARM64 = Platform.parse("linux/arm64/v8");
    private static final Platform AMD64 = Platform.parse("linux/amd64");

    @Test
    void eachGoesToItsPlace() {
        ImageAnnotations annotations = ImageAnnotations.parse(List.of("a=1", "manifest:b=x=y", "index:c=",
                "manifest[linux/arm64],manifest-descriptor[linux/amd64]:d=4", "index-descriptor:e=5", "a=2"));
        assertThat(annotations.of(Level.MANIFEST, ARM64)).isEqualTo(Map.of("a", "2", "b", "x=y", "d", "4"));
        assertThat(annotations.of(Level.MANIFEST, AMD64)).isEqualTo(Map.of("a", "2", "b", "x=y"));
        assertThat(annotations.of(Level.MANIFEST_DESCRIPTOR, AMD64)).isEqualTo(Map.of("d", "4"));
        assertThat(annotations.of(Level.INDEX)).isEqualTo(Map.of("c", ""));
        assertThat(annotations.of(Level.INDEX_DESCRIPTOR)).isEqualTo(Map.of("e", "5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a                        | expected [LEVEL:]KEY=VALUE
        =b                       | expected [LEVEL:]KEY=VALUE
        index:=b                 | expected [LEVEL:]KEY=VALUE
        indx:a=b                 | found 'indx', did you mean index?
        index[linux/arm64]:a=b   | index is there once for all platforms
        manifest[x/y/z/w]:a=b    | x/y/z/w
        manifest]:a=b            | expected LEVEL or LEVEL[PLATFORM]
        """)
    void mistakesAreTold(String text, String problem) {
        assertThatThrownBy(() -> ImageAnnotations.parse(List.of(text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(problem);
    }

    @Test
    void aPlaceThatIsNotMadeIsRefused() {
        assertThatThrownBy(() -> ImageAnnotations.parse(List.of("index:a=b")).requirePlaces(List.of(AMD64), false))
                .hasMessageContaining("an image for one platform has no index");
        assertThatThrownBy(() -> ImageAnnotations.parse(List.of("manifest[linux/s390x]:a=b"))
                .requirePlaces(List.of(AMD64), true)).hasMessageContaining("linux/s390x is not built");
    }
}
