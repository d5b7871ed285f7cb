package dev.anyarch.bake.hcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import dev.anyarch.model.InvalidContentException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyParserTest {
    private static Body parse(String text) throws BakeException {
        return BodyParser.parse(SourceText.of("docker-bake.hcl", text));
    }

    @Test
    void attributesAndBlocks() throws BakeException {
        Body body = parse("""
            # a comment
            A = 1 // another
            variable "TAG" { default = "x" }
            target "app" {
              /* over
                 lines */
              args = {
                a = 1
                b = 2, c = "}"
              }
              tags = [
                "a", # one
                "b",
              ]
              text = <<EOT
            FROM scratch
            EOT
            }
            """);
        assertThat(body.attributes()).extracting(Body.Attribute::name).containsExactly("A");
        assertThat(body.blocks()).extracting(Body.Block::labels).containsExactly(List.of("TAG"), List.of("app"));
        assertThat(body.blocks().get(1).body().attributes()).extracting(Body.Attribute::name)
                .containsExactly("args", "tags", "text");
        assertThat(body.blocks().get(1).place()).hasToString("docker-bake.hcl:4:1");
    }

    @Test
    void jsonIsTheSame() throws InvalidContentException {
        Body body = JsonBody.parse(SourceText.of("docker-bake.json", """
            {"variable": {"TAG": {"default": "x", "validation": [{"condition": "${true}"}]}},
             "target": {"app": {"tags": ["a:${TAG}", "\\ud83d\\ude00"]}, "b": {}}}
            """), Set.of("variable", "target"), Set.of("validation"));
        assertThat(body.blocks()).extracting(Body.Block::labels)
                .containsExactly(List.of("TAG"), List.of("app"), List.of("b"));
        assertThat(body.blocks().getFirst().body().blocks()).extracting(Body.Block::type).containsExactly("validation");
        assertThat(JsonValues.write(Evaluator.evaluate(body.blocks().get(1).body().attributes().getFirst().value(),
                Scope.EMPTY.with(java.util.Map.of("TAG", Value.of("1")))))).isEqualTo("[\"a:1\",\"😀\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a = 1 b = 2 | 1:7 | expected a new line",
        "a = | 1:4 | expected a value", "target \"x\" | 1:11 | expected '='",
        "a = 1\\na = 2 | 2:1 | set twice", "target x {\\n a = 1 | 2:7 | expected '}'", "} | 1:1 | found '}'",
        "a = <<E\\nx | 1:5 | has no end", "/* a | 1:1 | has no end", "a = \"x\\n\" | 1:7 | expected '\"'",
        "b \"${x}\" {} | 1:3 | without anything to replace"})
    void mistakesAreToldWithTheirPlace(String text, String place, String message) {
        assertThatThrownBy(() -> parse(text.replace("\\n", "\n"))).isInstanceOf(BakeException.class)
                .hasMessageStartingWith("docker-bake.hcl:" + place + ": ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"ä\": {},\\n \"x\": 1,\\n} | 3:1 | expected '\"', found '}'", "{\"a\": 1,\\n // b\\n} | 2:2 | found '/'",
        "{\"ä\": \"ö\", \"x\" = 1} | 1:16 | expected ':', found '='",
        "{\"é\": 1, \"a\": tru} | 1:15 | expected a value",
        "{\"a\": 1, \"b\": 2,\\n \"a\": 3} | 2:2 | \"a\" a second time", "{\"a\": 1 | 1:8 | found the end",
        "[1] | 1:1 | expected a JSON object", "{\"a\": \"${\"} | 1:10 | expected '\"'"})
    void mistakesInJsonAreToldWithTheirPlace(String text, String place, String message) {
        String file = text.replace("\\n", "\n");
        int line = Integer.parseInt(place.substring(0, place.indexOf(':')));
        assertThatThrownBy(() -> JsonBody.parse(SourceText.of("docker-bake.json", file), Set.of("target"), Set.of()))
                .isInstanceOf(BakeException.class)
                .hasMessageStartingWith("docker-bake.json:" + place + ": ")
                .hasMessageContaining(message)
                .hasMessageEndingWith(line + " | " + file.lines().toList().get(line - 1).strip());
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> parse("a = " + "(".repeat(100_000))).hasMessageContaining("at most 100 levels");
        assertThatThrownBy(() -> parse("a = " + "!".repeat(100_000))).hasMessageContaining("at most 100 levels");
        assertThatThrownBy(() -> parse("a = 1" + " + 1".repeat(100_000))).hasMessageContaining("in a row");
        assertThatThrownBy(() -> parse("a = b" + ".c".repeat(100_000))).hasMessageContaining("in a row");
        assertThatThrownBy(() -> parse("a {".repeat(100_000))).hasMessageContaining("levels of blocks");
        assertThatThrownBy(() -> parse("a = " + "\"${".repeat(100_000))).hasMessageContaining("at most 100 levels");
    }
}
