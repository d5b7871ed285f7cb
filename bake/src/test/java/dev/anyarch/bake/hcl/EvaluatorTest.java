package dev.anyarch.bake.hcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {
    private static final Scope SCOPE = Scope.EMPTY.with(Map.of("v", Value.of("1.2"), "n", Value.of(3), "l",
            JsonValues.parse("[{\"a\":1},{\"a\":2}]"), "m", JsonValues.parse("{\"x\":\"y\",\"b\":\"c\"}")));

    private static String evaluate(String expression) throws BakeException {
        return JsonValues.write(Evaluator.evaluate(
                BodyParser.parseExpression(SourceText.of("test.hcl", expression)), SCOPE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1 + 2 * 3 | 7", "(1 + 2) * 3 | 9", "7 % 4 - 1 | 2",
        "10 / 4 | 2.5", "-n + 1 | -2", "!true == false && 2 <= 2 | true", "1 == 1 && \"1\" != 1 | true",
        "n > 2 ? \"big\" : \"small\" | \"big\"", "false ? \"a\" : 1 | \"1\"", "true ? 1 : 2 | 1",
        "true ? false ? 1 : 2 : 3 | 2", "\"v${v}-${n + 1}\" | \"v1.2-4\"", "\"${n}\" | 3",
        "\"$${v} %%{if}\" | \"${v} %{if}\"", "\"a\\tb\\\"\\u00e9\" | \"a\\tb\\\"é\"",
        "\"%{ if n > 2 }yes%{ else }no%{ endif }\" | \"yes\"",
        "\"%{ for i, x in [\"a\", \"b\"] }${i}${x},%{ endfor }\" | \"0a,1b,\"", "\"a ${~ v ~} b\" | \"a1.2b\"",
        "[1, \"a\", null, ] | [1,\"a\",null]", "{ a = 1, \"b\": 2, (v) = 3 } | {\"1.2\":3,\"a\":1,\"b\":2}",
        "l[1].a | 2", "l.0.a | 1", "l[*].a | [1,2]", "l.*.a | [1,2]", "m[\"x\"] | \"y\"", "m.b | \"c\"",
        "null[*] | []", "n[*] | [3]", "[for x in [1, 2, 3] : x * 2 if x > 1] | [4,6]",
        "[for k, x in m : \"${k}=${x}\"] | [\"b=c\",\"x=y\"]", "{for k, x in m : x => k} | {\"c\":\"b\",\"y\":\"x\"}",
        "{for x in [\"a\", \"b\", \"a\"] : x => 1...} | {\"a\":[1,1],\"b\":[1]}", "max([1, 5, 2]...) | 5",
        "try(m.none, \"default\") | \"default\"", "can(m.none) | false", "convert(\"5\", number) | 5",
        "convert([\"1\"], list(number)) | [1]", "1e3 | 1000", "0.50 | 0.5"})
    void expressionsComeToValues(String expression, String expected) throws BakeException {
        assertThat(evaluate(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"upper(\"aé\") | \"AÉ\"", "title(\"a bc\") | \"A Bc\"",
        "trimprefix(\"v1\", \"v\") | \"1\"", "trim(\"!?a!\", \"!?\") | \"a\"", "substr(\"hello\", 1, 3) | \"ell\"",
        "substr(\"hello\", -2, -1) | \"lo\"", "join(\"-\", [\"a\", \"b\"], [\"c\"]) | \"a-b-c\"",
        "split(\".\", v) | [\"1\",\"2\"]", "replace(\"a/b\", \"/\", \"-\") | \"a-b\"",
        "regex_replace(\"v1.2\", \"v(\\\\d)\", \"${1}x\") | \"1x.2\"", "regex(\"[0-9]+\", \"a12\") | \"12\"",
        "regex(\"(?P<a>.)(?P<b>.)\", \"xy\") | {\"a\":\"x\",\"b\":\"y\"}", "regexall(\"\\\\d\", v) | [\"1\",\"2\"]",
        "format(\"%s-%03d %q\", v, 7, \"x\") | \"1.2-007 \\\"x\\\"\"", "formatlist(\"%s!\", [\"a\"]) | [\"a!\"]",
        "concat([1], [2]) | [1,2]", "contains([\"a\"], \"a\") | true", "distinct([1, 1, 2]) | [1,2]",
        "compact([\"a\", \"\"]) | [\"a\"]", "flatten([[1], [[2]]]) | [1,2]", "keys(m) | [\"b\",\"x\"]",
        "values(m) | [\"c\",\"y\"]", "merge(m, { x = 1 }) | {\"b\":\"c\",\"x\":1}", "lookup(m, \"q\", 0) | 0",
        "length(l) | 2", "element([1, 2], 3) | 2", "slice([1, 2, 3], 1, 3) | [2,3]", "range(3) | [0,1,2]",
        "range(4, 0, -2) | [4,2]", "chunklist([1, 2, 3], 2) | [[1,2],[3]]", "sort([\"b\", \"a\"]) | [\"a\",\"b\"]",
        "setproduct([1, 2], [\"a\"]) | [[1,\"a\"],[2,\"a\"]]", "setunion([2], [1, 2]) | [1,2]",
        "zipmap([\"a\"], [1]) | {\"a\":1}", "coalesce(null, 2) | 2", "indexof([\"a\", \"b\"], \"b\") | 1",
        "jsondecode(jsonencode(m)).x | \"y\"", "base64decode(base64encode(\"é\")) | \"é\"",
        "sha256(\"\") | \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        "uuidv5(\"dns\", \"www.example.com\") | \"2ed6657d-e927-568b-95e1-2665a8aea6a2\"",
        "formattimestamp(\"YYYY-MM-DD'T'hh\", \"2025-01-02T03:04:05Z\") | \"2025-01-02T03\"",
        "timeadd(\"2025-01-31T23:30:00Z\", \"1h\") | \"2025-02-01T00:30:00Z\"",
        "semvercmp(v, \">= 1.0\") | true", "semvercmp(v, \"^2\") | false", "and(true, false) | false",
        "equal(1, 1) | true", "pow(2, 10) | 1024", "parseint(\"ff\", 16) | 255", "ceil(1.2) | 2", "int(-1.7) | -1",
        "basename(\"/a/b.txt\") | \"b.txt\"", "dirname(\"/a/b.txt\") | \"/a\"", "sanitize(\"a/b:c\") | \"a_b_c\"",
        "csvdecode(\"a,b\\n1,2\")[0].b | \"2\"", "urlencode(\"a b&c\") | \"a+b%26c\""})
    void functionsOfTheLibrary(String expression, String expected) throws BakeException {
        assertThat(evaluate(expression)).isEqualTo(expected);
    }

    @Test
    void andBindsTighterThanOrAndWhatDoesNotMatterIsLeftOut() throws BakeException {
        assertThat(evaluate("true || false && false")).isEqualTo("true");
        assertThat(evaluate("true || none")).isEqualTo("true");
    }

    @Test
    void hereDocumentsKeepLinesAndLoseIndentation() throws BakeException {
        assertThat(evaluate("<<EOT\n  a ${n}\n b\nEOT")).isEqualTo("\"  a 3\\n b\\n\"");
        assertThat(evaluate("<<-EOT\n    a\n\n      b\\n\n    EOT")).isEqualTo("\"a\\n\\n  b\\\\n\\n\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"uper(v) | 1:1 | did you mean 'upper'",
        "1 + v2 | 1:5 | there is no variable 'v2'", "m.y | 1:2 | there is no 'y'", "l[2] | 1:2 | below 2, found 2",
        "1 / 0 | 1:1 | division by zero", "\"a\" + 1 | 1:1 | expected a number, found 'a'",
        "upper(1, 2) | 1:1 | expected 1 argument, found 2", "[1, 2 | 1:6 | expected ',' or ']'",
        "\"abc | 1:1 | has no end", "\"${v\" | 1:5 | expected '}'", "\"\\q\" | 1:2 | found '\\q'",
        "1 2 | 1:3 | expected the end of the expression", "{for x in [1, 1] : \"a\" => x} | 1:20 | two elements",
        "range(5000) | 1:1 | at most 1024", "convert(1, strin) | 1:12 | expected a type",
        "homedir() | 1:1 | is not available", "\"%{ if true }\" | 1:2 | no %{ endif }"})
    void mistakesAreToldWithTheirPlace(String expression, String place, String message) {
        assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(BakeException.class)
                .hasMessageStartingWith("test.hcl:" + place + ": ")
                .hasMessageContaining(message)
                .hasMessageContaining("1 | " + expression.strip());
    }
}
