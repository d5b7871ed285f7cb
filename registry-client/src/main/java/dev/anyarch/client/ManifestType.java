package dev.anyarch.client;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonReader;
import java.util.Set;

/** What a manifest is when its registry does not say, as static file servers do not. */
final class ManifestType {
    private static final Set<String> UNSPECIFIC = Set.of("application/json", "application/octet-stream", "text/plain",
            "binary/octet-stream");

    private ManifestType() {}

    /** The type that was served, or what the document says when that one is not a manifest's. */
    static MediaType refine(MediaType served, byte[] bytes) {
        return UNSPECIFIC.contains(served.value()) ? of(bytes) : served;
    }

    static MediaType of(byte[] bytes) {
        try {
            Json.Obj document = JsonReader.readObject(bytes, "manifest");
            if (document.members().get("mediaType") instanceof Json.Str(String value)) {
                return new MediaType(value);
            }
            return document.members().containsKey("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
        } catch (InvalidContentException | IllegalArgumentException e) {
            return MediaType.OCTET_STREAM; // whoever parses it will say what is wrong
        }
    }
}
