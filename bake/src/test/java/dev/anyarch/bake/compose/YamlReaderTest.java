package dev.anyarch.bake.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private static Optional<Yaml> read(String text) throws BakeException {
        return YamlReader.read(SourceText.of("compose.yaml", text));
    }

    @Test
    void mergeKeysAddWhatIsNotThere() throws BakeException {
        Yaml.Fields root = read("""
            a: &a { x: 1, y: 2 }
            b: &b { y: 3, z: 4 }
            c: { <<: [*a, *b], x: 5 }
            """).orElseThrow().asFields("");
        assertThat(root.find("c").orElseThrow().asFields("").find("x").orElseThrow().kind()).isEqualTo("'5'");
        assertThat(root.find("c").orElseThrow().asFields("").find("y").orElseThrow().kind()).isEqualTo("'2'");
        assertThat(root.find("c").orElseThrow().asFields("").find("z").orElseThrow().kind()).isEqualTo("'4'");
    }

    @Test
    void aSmallFileCannotBecomeLarge() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i)).append("*a%d,".formatted(i - 1).repeat(10)).append("]\n");
        }
        assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(BakeException.class)
                .hasMessageContaining("aliases counted each time");
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(BakeException.class)
                .hasMessageContaining("expected at most 200 levels");
        assertThatThrownBy(() -> read("a: &a\n  b: *a\n")).isInstanceOf(BakeException.class)
                .hasMessageContaining("200 levels");
    }

    @Test
    void mistakesHaveAPlace() {
        assertThatThrownBy(() -> read("a: 1\na: 2\n")).hasMessageContaining("compose.yaml:2:1: key 'a' is there twice");
        assertThatThrownBy(() -> read("a: [\n")).hasMessageContaining("compose.yaml:");
        assertThatThrownBy(() -> read("a: *nowhere\n")).hasMessageContaining("compose.yaml:1:4");
    }
}
