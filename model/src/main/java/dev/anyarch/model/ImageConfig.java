package dev.anyarch.model;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image's configuration (OCI image-spec, config.md; Docker's is the same with more members): platform, what to run,
 * diff IDs, history. The JSON tree is the truth, so members that nobody here knows stay.
 *
 * @param json the whole document
 */
public record ImageConfig(Json.Obj json) {
    /** The largest config that is read. */
    public static final int MAX_SIZE = 8 * 1024 * 1024;

    private static final String SUBJECT = "image config";

    public static ImageConfig parse(byte[] bytes) throws InvalidContentException {
        ImageConfig config = new ImageConfig(JsonReader.readObject(bytes, SUBJECT));
        config.platform();
        config.diffIds();
        return config;
    }

    /** Compact JSON; equal configs give equal bytes. */
    public byte[] toBytes() {
        return JsonWriter.compact(json);
    }

    /** The platform as written, with every field that a config can have. */
    public Platform platform() throws InvalidContentException {
        JsonFields fields = fields();
        return new Platform(fields.stringOrEmpty("os"), fields.stringOrEmpty("architecture"),
                fields.stringOrEmpty("variant"), fields.stringOrEmpty("os.version"), fields.strings("os.features"),
                Json.Obj.EMPTY);
    }

    /** Digests of the uncompressed layers, base first. */
    public List<Digest> diffIds() throws InvalidContentException {
        Optional<JsonFields> rootfs = fields().object("rootfs");
        List<Digest> diffIds = new ArrayList<>();
        if (rootfs.isPresent()) {
            for (String text : rootfs.get().strings("diff_ids")) {
                try {
                    diffIds.add(Digest.parse(text));
                } catch (IllegalArgumentException e) {
                    throw rootfs.get().invalid("diff_ids", e);
                }
            }
        }
        return List.copyOf(diffIds);
    }

    /** When the image was made, as written. */
    public Optional<String> created() throws InvalidContentException {
        return fields().string("created");
    }

    /** The {@code config} object: environment, entrypoint and the like. */
    public Optional<JsonFields> runtime() throws InvalidContentException {
        return fields().object("config");
    }

    public JsonFields fields() {
        return new JsonFields(json, SUBJECT);
    }
}
