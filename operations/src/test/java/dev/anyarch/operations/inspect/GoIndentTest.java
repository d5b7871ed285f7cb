package dev.anyarch.operations.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The expected texts are what Go's {@code json.Indent} and {@code json.MarshalIndent} made of the same document. */
class GoIndentTest {
    private static final String DOCUMENT = "{\"a\" : [ ] , \"b\":{ }, \"c\":[1.50,-0,1e3, true ,null,[[]],{\"x\":{}}],"
            + "\"d\":\"A\\/<&>\\\"\\\\é\u2028\u2029\u202a\",\"\":\"\"}";

    private static final String LAID_OUT = """
        {
        \t"a": [],
        \t"b": {},
        \t"c": [
        \t\t1.50,
        \t\t-0,
        \t\t1e3,
        \t\ttrue,
        \t\tnull,
        \t\t[
        \t\t\t[]
        \t\t],
        \t\t{
        \t\t\t"x": {}
        \t\t}
        \t],
        \t"d": "A\\/%s",
        \t"": ""
        }""";

    @Test
    void numbersAndEscapesStayAsTheyWereWritten() {
        assertThat(indent(false)).isEqualTo(LAID_OUT.formatted("<&>\\\"\\\\é\u2028\u2029\u202a"));
    }

    @Test
    void htmlIsEscapedWhenAsked() {
        assertThat(indent(true))
                .isEqualTo(LAID_OUT.formatted("\\u003c\\u0026\\u003e\\\"\\\\é\\u2028\\u2029\u202a"));
    }

    private static String indent(boolean escapeHtml) {
        return new String(GoIndent.indent(DOCUMENT.getBytes(UTF_8), "\t", escapeHtml), UTF_8);
    }
}
