package dev.anyarch.model;

import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the bytes of a manifest to what they say; refuses documents that two readers could take for two things. */
final class ManifestReader {
    private static final int MAX_DESCRIPTORS = 100_000;
    private static final List<String> KNOWN = List.of("schemaVersion", "mediaType", "artifactType", "config", "layers",
            "manifests", "subject", "annotations", "fsLayers");

    private ManifestReader() {}

    static Manifest read(RawManifest raw, byte[] bytes) throws InvalidContentException {
        String subject = "manifest " + raw.digest();
        MediaType mediaType = raw.mediaType();
        if (!mediaType.isImageManifest() && !mediaType.isIndex()) {
            return new OtherManifest(raw, Optional.empty());
        }
        JsonFields fields = new JsonFields(JsonReader.readObject(bytes, subject), subject);
        refuseOtherCase(fields);
        requireSchemaVersion2(fields);
        requireSameMediaType(fields, mediaType);
        return mediaType.isIndex() ? index(raw, fields) : image(raw, fields);
    }

    private static ImageIndex index(RawManifest raw, JsonFields fields) throws InvalidContentException {
        refuse(fields, "layers", "an index");
        refuse(fields, "config", "an index");
        refuse(fields, "fsLayers", "an index");
        if (!fields.has("manifests")) {
            throw fields.missing("manifests");
        }
        return new ImageIndex(raw, descriptors(fields, "manifests"), descriptor(fields, "subject"),
                fields.string("artifactType"), fields.stringMap("annotations"));
    }

    private static ImageManifest image(RawManifest raw, JsonFields fields) throws InvalidContentException {
        refuse(fields, "manifests", "an image manifest");
        refuse(fields, "fsLayers", "an image manifest");
        Descriptor config = descriptor(fields, "config").orElseThrow(() -> fields.missing("config"));
        return new ImageManifest(raw, config, descriptors(fields, "layers"), descriptor(fields, "subject"),
                fields.string("artifactType"), fields.stringMap("annotations"));
    }

    private static Optional<Descriptor> descriptor(JsonFields fields, String name) throws InvalidContentException {
        Optional<JsonFields> child = fields.object(name);
        return child.isPresent() ? Optional.of(Descriptor.fromJson(child.get())) : Optional.empty();
    }

    private static List<Descriptor> descriptors(JsonFields fields, String name) throws InvalidContentException {
        List<JsonFields> objects = fields.objects(name);
        if (objects.size() > MAX_DESCRIPTORS) {
            throw new InvalidContentException("%s: member \"%s\": expected at most %d descriptors, found %d"
                    .formatted(fields.subject(), name, MAX_DESCRIPTORS, objects.size()));
        }
        List<Descriptor> descriptors = new ArrayList<>(objects.size());
        for (JsonFields object : objects) {
            descriptors.add(Descriptor.fromJson(object));
        }
        return descriptors;
    }

    private static void requireSchemaVersion2(JsonFields fields) throws InvalidContentException {
        long version = fields.integer("schemaVersion").orElseThrow(() -> fields.missing("schemaVersion"));
        if (version != 2) {
            throw new InvalidContentException(
                    "%s: member \"schemaVersion\": expected 2, found %d".formatted(fields.subject(), version));
        }
    }

    private static void requireSameMediaType(JsonFields fields, MediaType mediaType) throws InvalidContentException {
        Optional<String> written = fields.string("mediaType");
        if (written.isPresent() && !written.get().equals(mediaType.value())) {
            throw new InvalidContentException("%s: member \"mediaType\": expected %s as it was served, found %s"
                    .formatted(fields.subject(), mediaType, written.get()));
        }
    }

    /** Go's reader takes {@code "Layers"} for {@code "layers"}; one that does not would see another image. */
    private static void refuseOtherCase(JsonFields fields) throws InvalidContentException {
        for (String name : fields.object().members().keySet()) {
            for (String known : KNOWN) {
                if (name.equalsIgnoreCase(known) && !name.equals(known)) {
                    throw new InvalidContentException("%s: member \"%s\": expected \"%s\""
                            .formatted(fields.subject(), name, known));
                }
            }
        }
    }

    /** CVE-2021-41190: a document that is both an index and an image means what its reader likes. */
    private static void refuse(JsonFields fields, String name, String kind) throws InvalidContentException {
        if (fields.object().members().containsKey(name)) {
            throw new InvalidContentException(
                    "%s: %s must not have a member \"%s\"".formatted(fields.subject(), kind, name));
        }
    }
}
