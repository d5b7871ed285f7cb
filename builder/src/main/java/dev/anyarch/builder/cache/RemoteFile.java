package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A file behind a URL as it was when the server gave it this tag.
 *
 * @param tag the server's name for the version ({@code ETag}), a strong one
 */
public record RemoteFile(String tag, Digest digest, long size, Instant modified) {

    /** The URL itself, which may have a password in it, is not kept. */
    static Digest key(String url) {
        return Digest.sha256(url.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<RemoteFile> parse(byte[] content) {
        try {
            JsonFields fields = new JsonFields(JsonReader.readObject(content, "download"), "download");
            return Optional.of(new RemoteFile(fields.requiredString("tag"),
                    Digest.parse(fields.requiredString("digest")),
                    fields.integer("size").orElse(0L), Instant.ofEpochMilli(fields.integer("modified").orElse(0L))));
        } catch (InvalidContentException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    byte[] toBytes() {
        return JsonWriter.compact(new JsonBuilder().put("tag", tag)
                .put("digest", digest.toString())
                .put("size", size)
                .put("modified", modified.toEpochMilli())
                .build());
    }
}
