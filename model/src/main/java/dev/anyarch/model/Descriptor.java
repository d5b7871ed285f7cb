package dev.anyarch.model;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pointer to content (OCI image-spec, descriptor.md).
 *
 * @param mediaType of the content
 * @param digest of the content
 * @param size of the content in bytes
 * @param urls from which it may be fetched too; never followed unless asked
 * @param annotations in the order of the document
 * @param data the content itself in base64, when it is embedded
 * @param platform which an entry of an index runs on
 * @param artifactType of the manifest pointed at
 * @param extensions members nobody here knows; kept
 */
public record Descriptor(MediaType mediaType, Digest digest, long size, List<String> urls,
        Map<String, String> annotations, Optional<String> data, Optional<Platform> platform,
        Optional<String> artifactType, Json.Obj extensions) {
    private static final List<String> KNOWN = List.of("mediaType", "digest", "size", "urls", "annotations", "data",
            "platform", "artifactType");

    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("descriptor %s: negative size %d".formatted(digest, size));
        }
        urls = List.copyOf(urls);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    public Descriptor(MediaType mediaType, Digest digest, long size) {
        this(mediaType, digest, size, List.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(),
                Json.Obj.EMPTY);
    }

    /** The descriptor of {@code bytes}, by SHA-256. */
    public static Descriptor of(MediaType mediaType, byte[] bytes) {
        return new Descriptor(mediaType, Digest.sha256(bytes), bytes.length);
    }

    /** Reads a descriptor object; {@code mediaType}, {@code digest} and {@code size} are required. */
    public static Descriptor fromJson(JsonFields fields) throws InvalidContentException {
        Optional<JsonFields> platform = fields.object("platform");
        try {
            return new Descriptor(new MediaType(fields.requiredString("mediaType")),
                    Digest.parse(fields.requiredString("digest")),
                    fields.integer("size").orElseThrow(() -> fields.missing("size")), fields.strings("urls"),
                    fields.stringMap("annotations"), fields.string("data"),
                    platform.isPresent() ? Optional.of(Platform.fromJson(platform.get())) : Optional.empty(),
                    fields.string("artifactType"), fields.unknownMembers(KNOWN));
        } catch (IllegalArgumentException e) {
            throw new InvalidContentException(fields.subject() + ": " + e.getMessage(), e);
        }
    }

    /** The descriptor object, members in the order of the specification's own structure. */
    public Json.Obj toJson() {
        return new JsonBuilder().put("mediaType", mediaType.value())
                .put("digest", digest.toString())
                .put("size", size)
                .putUnlessEmpty("urls", urls)
                .putUnlessEmpty("annotations", annotations)
                .putIfPresent("data", data.map(Json::of))
                .putIfPresent("platform", platform.map(Platform::toJson))
                .putIfPresent("artifactType", artifactType.map(Json::of))
                .putAllAbsent(extensions)
                .build();
    }

    public Descriptor withPlatform(Platform newPlatform) {
        return new Descriptor(mediaType, digest, size, urls, annotations, data, Optional.of(newPlatform), artifactType,
                extensions);
    }

    public Descriptor withAnnotations(Map<String, String> newAnnotations) {
        return new Descriptor(mediaType, digest, size, urls, newAnnotations, data, platform, artifactType, extensions);
    }

    public Descriptor withMediaType(MediaType newMediaType) {
        return new Descriptor(newMediaType, digest, size, urls, annotations, data, platform, artifactType, extensions);
    }

    public Descriptor withArtifactType(String newArtifactType) {
        return new Descriptor(mediaType, digest, size, urls, annotations, data, platform, Optional.of(newArtifactType),
                extensions);
    }

    /** Media type, digest and size alone. */
    public Descriptor bare() {
        return new Descriptor(mediaType, digest, size);
    }

    /** Whether this entry of an index is an attachment (an attestation) of another entry, never an image that runs. */
    public boolean isAttachment() {
        return annotations.containsKey(Annotations.DOCKER_REFERENCE_TYPE);
    }
}
