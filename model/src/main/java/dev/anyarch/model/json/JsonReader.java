package dev.anyarch.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON document in UTF-8 from outside, with limits on everything: depth, text and number lengths. Duplicate member
 * names and other encodings are refused, because readers disagree on what they mean (CVE-2021-41190 and its kin).
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonReader() {}

    /**
     * Reads a whole document.
     *
     * @param subject what is read, for the message: "manifest sha256:…"
     * @throws InvalidContentException when the bytes are not exactly one JSON document within the limits
     */
    public static Json read(byte[] bytes, String subject) throws InvalidContentException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new InvalidContentException(subject + ": expected a JSON document, found nothing");
            }
            Json value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new InvalidContentException("%s: expected one JSON document, found more after it at byte %d"
                        .formatted(subject, parser.currentTokenLocation().getByteOffset()));
            }
            return value;
        } catch (InvalidContentException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new InvalidContentException("%s: malformed JSON at byte %d: %s".formatted(subject,
                    e.getLocation() == null ? 0 : e.getLocation().getByteOffset(), e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InvalidContentException("%s: malformed JSON: %s".formatted(subject, e.getMessage()), e);
        }
    }

    /** Reads a document that must be an object. */
    public static Json.Obj readObject(byte[] bytes, String subject) throws InvalidContentException {
        if (read(bytes, subject) instanceof Json.Obj object) {
            return object;
        }
        throw new InvalidContentException(subject + ": expected a JSON object at the top");
    }

    private static Json value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.NULL;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException(
                        "the JSON parser answered " + token + " where a value begins");
        };
    }

    private static Json.Obj object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws IOException {
        List<Json> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return new Json.Arr(elements);
    }
}
