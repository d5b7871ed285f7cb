package dev.anyarch.model.json;

import dev.anyarch.model.InvalidContentException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON document (RFC 8259) in UTF-8 from outside, with limits on depth and the length of numbers. Duplicate member
 * names and other encodings are refused, because readers disagree on what they mean (CVE-2021-41190 and its kin).
 *
 * <p>Our own, since a library's first document costs a new process 10 ms (docs/decisions/0002-start-up.md).
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 64;

    private final JsonText text;
    private int depth;

    private JsonReader(JsonText text) {
        this.text = text;
    }

    /**
     * Reads a whole document.
     *
     * @param subject what is read, for the message: "manifest sha256:…"
     * @throws MalformedJsonException when the bytes are not exactly one JSON document within the limits
     */
    public static Json read(byte[] bytes, String subject) throws MalformedJsonException {
        JsonText text = new JsonText(bytes, subject);
        text.skipSpace();
        if (text.atEnd()) {
            throw text.malformed(text.offset(), "a document", "nothing");
        }
        Json value = new JsonReader(text).value();
        text.skipSpace();
        if (!text.atEnd()) {
            throw text.malformed("the end after one document");
        }
        return value;
    }

    /** Reads a document that must be an object. */
    public static Json.Obj readObject(byte[] bytes, String subject) throws InvalidContentException {
        if (read(bytes, subject) instanceof Json.Obj object) {
            return object;
        }
        throw new InvalidContentException(subject + ": expected a JSON object at the top");
    }

    private Json value() throws MalformedJsonException {
        text.skipSpace();
        int first = text.peek();
        if (first == '"') {
            return new Json.Str(text.string());
        } else if (first == '{') {
            return object();
        } else if (first == '[') {
            return array();
        } else if (first == '-' || (first >= '0' && first <= '9')) {
            return new Json.Num(text.number());
        } else if (text.take("true")) {
            return new Json.Bool(true);
        } else if (text.take("false")) {
            return new Json.Bool(false);
        } else if (text.take("null")) {
            return Json.NULL;
        }
        throw text.malformed("a value");
    }

    private Json.Obj object() throws MalformedJsonException {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        while (hasNext('}', members.isEmpty())) {
            int begin = text.offset();
            String name = text.string();
            if (members.containsKey(name)) {
                throw text.malformed(begin, "every member once", "\"%s\" a second time".formatted(name));
            }
            text.skipSpace();
            text.require(':');
            members.put(name, value());
        }
        return new Json.Obj(members);
    }

    private Json.Arr array() throws MalformedJsonException {
        enter();
        List<Json> elements = new ArrayList<>();
        while (hasNext(']', elements.isEmpty())) {
            elements.add(value());
        }
        return new Json.Arr(elements);
    }

    /** Passes the bracket that begins an object or an array. */
    private void enter() throws MalformedJsonException {
        if (++depth > MAX_DEPTH) {
            throw text.malformed("at most %d objects and arrays in each other".formatted(MAX_DEPTH));
        }
        text.advance();
    }

    /** Passes the comma before the next member or element, or the bracket at the end. */
    private boolean hasNext(char end, boolean first) throws MalformedJsonException {
        text.skipSpace();
        if (text.peek() == end) {
            text.advance();
            depth--;
            return false;
        }
        if (!first) {
            text.require(',');
            text.skipSpace();
        }
        return true;
    }
}
