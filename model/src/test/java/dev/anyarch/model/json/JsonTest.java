package dev.anyarch.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "true", "false", "0", "-0", "1e999", "-1.5E-7",
        "12345678901234567890123456789", "\"\"", "\"é€𝄞\"", "\"\\ud800\"", "{\"a\":{\"a\":[{}]}}", "[1,[2,[3]]]",
        "{\"\":1,\" \":2}"})
    void documentIsWrittenAsItWasRead(String text) throws InvalidContentException {
        assertThat(new String(JsonWriter.compact(read(text)), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{'a':1}", "{a:1}", "{\"a\"}", "\"a", "nul", "01",
        "+1", ".5", "1.", "NaN", "Infinity", "0x10", "\"\t\"", "\"\\x\"", "\"\\u12\"", "// c\n1", "/* c */1",
        "{} {}", "{}x", "[] ,", "1 2", "{\"a\":1}\u0000", "\ufeff{}"})
    void malformedDocumentIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidContentException.class)
                .hasMessageStartingWith("document: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"b\":{\"a\":1,\"c\":2,\"a\":3}}", "{\"a\":1,\"\\u0061\":2}"})
    void duplicateNamesAreRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("a second time");
    }

    @Test
    void documentInAnotherEncodingIsRefused() {
        for (var charset : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> JsonReader.read("{\"a\":1}".getBytes(charset), "document")).as(charset.name())
                    .isInstanceOf(InvalidContentException.class);
        }
        assertThatThrownBy(() -> JsonReader.read("\"é\"".getBytes(StandardCharsets.ISO_8859_1), "document"))
                .isInstanceOf(InvalidContentException.class);
    }

    @Test
    void depthAndNumbersAreLimited() throws InvalidContentException {
        assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(Json.Arr.class);
        for (String bomb : List.of("[".repeat(65) + "]".repeat(65), "[".repeat(1_000_000), "{\"a\":".repeat(1_000_000),
                "9".repeat(101), "1" + "0".repeat(1_000_000))) {
            assertThatThrownBy(() -> read(bomb)).isInstanceOf(InvalidContentException.class);
        }
    }

    @Test
    void topThatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> JsonReader.readObject("[]".getBytes(StandardCharsets.UTF_8), "manifest"))
                .isInstanceOf(InvalidContentException.class)
                .hasMessage("manifest: expected a JSON object at the top");
    }

    @Test
    void escapesAreTheShortest() {
        Json text = Json.of("\"\\/\b\f\n\r\t\u0000\u001f\u007f<>&\u2028é𝄞\udc00x\ud800");

        assertThat(new String(JsonWriter.compact(text), StandardCharsets.UTF_8)).isEqualTo(
                "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<>&\u2028é𝄞\\udc00x\\ud800\"");
    }

    @Test
    void goAlsoEscapesHtml() {
        assertThat(JsonWriter.indentedLikeGo(Json.of("<a>&\u2028\u2029"), "  "))
                .isEqualTo("\"\\u003ca\\u003e\\u0026\\u2028\\u2029\"");
    }

    @Test
    void indentationIsOneMemberALine() throws InvalidContentException {
        assertThat(JsonWriter.indented(read("{\"a\":[1,{\"b\":2}],\"c\":{},\"d\":[]}"), "   ")).isEqualTo("""
            {
               "a": [
                  1,
                  {
                     "b": 2
                  }
               ],
               "c": {},
               "d": []
            }""");
    }

    @Property
    void writtenDocumentIsReadBack(@ForAll("documents") Json json) throws InvalidContentException {
        byte[] compact = JsonWriter.compact(json);

        assertThat(JsonReader.read(compact, "document")).isEqualTo(json);
        assertThat(read(JsonWriter.indented(json, "\t"))).isEqualTo(json);
        assertThat(read(JsonWriter.indentedLikeGo(json, " "))).isEqualTo(json);
        assertThat(JsonWriter.compact(JsonReader.read(compact, "document"))).isEqualTo(compact);
    }

    @Property
    void readingThrowsNothingElse(@ForAll byte[] bytes) {
        try {
            assertThat(JsonReader.read(bytes, "document")).isNotNull();
        } catch (InvalidContentException e) {
            assertThat(e).hasMessageStartingWith("document: ");
        }
    }

    /** What is one document is not for us alone to say. */
    @Property(tries = 20_000)
    void anotherReaderAgrees(@ForAll("nearlyDocuments") String text) throws IOException {
        Optional<String> ours;
        try {
            ours = Optional.of(new String(JsonWriter.compact(read(text)), StandardCharsets.UTF_8));
        } catch (InvalidContentException _) {
            ours = Optional.empty();
        }

        assertThat(ours.isPresent()).as(text).isEqualTo(isDocumentForJackson(text));
    }

    private static boolean isDocumentForJackson(String text) throws IOException {
        JsonFactory factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(text)) {
            boolean any = parser.nextToken() != null;
            parser.skipChildren();
            return any && parser.nextToken() == null;
        } catch (JsonProcessingException _) {
            return false;
        }
    }

    @Provide
    Arbitrary<String> nearlyDocuments() {
        return Arbitraries
                .of("{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\\u0061\"", "\"b\"", "\\n", "\\", "1", "0", "-",
                        ".5",
                        "e", "E+", "true", "null", " ", "\n", "\u0001", "é", "/", "{\"a\":", "[1,")
                .list()
                .ofMaxSize(7)
                .map(parts -> String.join("", parts));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"n":"1"}                  | document: member "n": expected a whole number, found text
        {"n":1.0}                  | document: member "n": expected a whole number of at most 63 bits, found the number 1.0
        {"n":1e3}                  | document: member "n": expected a whole number of at most 63 bits, found the number 1e3
        {"n":9223372036854775808}  | document: member "n": expected a whole number of at most 63 bits, found the number 9223372036854775808
        {"n":true}                 | document: member "n": expected a whole number, found true
        {"n":[]}                   | document: member "n": expected a whole number, found an array
        """)
    void memberOfAnotherTypeIsRefused(String text, String message) throws InvalidContentException {
        JsonFields fields = fields(text);

        assertThatThrownBy(() -> fields.integer("n")).isInstanceOf(InvalidContentException.class).hasMessage(message);
    }

    @Test
    void nullIsAbsent() throws InvalidContentException {
        JsonFields fields = fields("{\"s\":null,\"o\":null,\"a\":null,\"m\":{\"k\":null},\"e\":[null]}");

        assertThat(fields.string("s")).isEmpty();
        assertThat(fields.object("o")).isEmpty();
        assertThat(fields.objects("a")).isEmpty();
        assertThat(fields.has("s")).isFalse();
        assertThat(fields.stringMap("m")).isEqualTo(Map.of("k", ""));
        assertThatThrownBy(() -> fields.requiredString("s"))
                .hasMessage("document: expected member \"s\", which is missing");
        assertThatThrownBy(() -> fields.objects("e"))
                .hasMessage("document: member \"e[0]\": expected an object, found null");
    }

    @Test
    void objectsKeepTheirOrder() throws InvalidContentException {
        Json.Obj object = fields("{\"z\":1,\"a\":2,\"m\":3}").object();

        assertThat(object.with("a", Json.of(5)).with("b", Json.of(6)).without("z").members().keySet())
                .containsExactly("a", "m", "b");
        assertThat(new JsonBuilder().put("x", 1).putUnlessEmpty("y", "").putAllAbsent(object).put("z", "last").build())
                .hasToString(new Json.Obj(new LinkedHashMap<>(Map.of())).with("x", Json.of(1))
                        .with("z", Json.of("last"))
                        .with("a", Json.of(2))
                        .with("m", Json.of(3))
                        .toString());
    }

    @Provide
    Arbitrary<Json> documents() {
        Arbitrary<Json> leaf = Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(10).map(Json::of),
                Arbitraries.longs().map(Json::of), Arbitraries.of(true, false).map(Json::of),
                Arbitraries.of("1e999", "-0.5", "1E+2").map(Json.Num::new), Arbitraries.just(Json.NULL));
        return Arbitraries.recursive(() -> leaf,
                inner -> Arbitraries.oneOf(inner.list().ofMaxSize(4).map(Json.Arr::new),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner).ofMaxSize(4).map(Json.Obj::new)),
                0, 4);
    }

    private static Json read(String text) throws InvalidContentException {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), "document");
    }

    private static JsonFields fields(String text) throws InvalidContentException {
        return new JsonFields(JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8), "document"), "document");
    }
}
