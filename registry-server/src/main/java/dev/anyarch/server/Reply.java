package dev.anyarch.server;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a request, complete before its first byte is sent.
 *
 * @param headers those that this answer has of its own; length and API version are added when it is sent
 */
record Reply(int status, List<Header> headers, Content content) {
    private static final String JSON = "application/json";

    Reply {
        headers = List.copyOf(headers);
    }

    static Reply of(int status) {
        return new Reply(status, List.of(), Content.NONE);
    }

    static Reply json(int status, Json json) {
        return bytes(status, JSON, JsonWriter.compact(json));
    }

    static Reply bytes(int status, String contentType, byte[] bytes) {
        return new Reply(status, List.of(new Header(Header.CONTENT_TYPE, contentType)), new Content.Bytes(bytes));
    }

    /** An error in the form of OCI distribution-spec, "Error Codes". */
    static Reply error(Refusal refusal) {
        Json.Obj error = new JsonBuilder().put("code", refusal.code().name())
                .put("message", String.valueOf(refusal.getMessage()))
                .build();
        Reply reply = json(refusal.status(), new JsonBuilder().put("errors", new Json.Arr(List.of(error))).build());
        for (Header header : refusal.headers()) {
            reply = reply.with(header.name(), header.value());
        }
        return reply;
    }

    /** This reply with one more header; the same name may come several times. */
    Reply with(CharSequence name, CharSequence value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, more, content);
    }
}
