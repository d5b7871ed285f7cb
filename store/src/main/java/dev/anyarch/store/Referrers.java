package dev.anyarch.store;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a manifest with a subject appears in the list of that subject's referrers. */
public final class Referrers {

    private Referrers() {}

    /**
     * The descriptor of {@code referrer} with its annotations and artifact type, which for an image manifest without one
     * is the media type of its config (OCI distribution-spec, "Listing Referrers").
     */
    public static Descriptor describe(Manifest referrer) {
        Optional<String> artifactType = switch (referrer) {
            case ImageManifest image -> Optional.of(image.artifactType()
                    .filter(type -> !type.isEmpty())
                    .orElse(image.config().mediaType().value()));
            case ImageIndex index -> index.artifactType().filter(type -> !type.isEmpty());
            case OtherManifest _ -> Optional.empty();
        };
        Map<String, String> annotations = switch (referrer) {
            case ImageManifest image -> image.annotations();
            case ImageIndex index -> index.annotations();
            case OtherManifest _ -> Map.of();
        };
        return new Descriptor(referrer.mediaType(), referrer.digest(), referrer.raw().size(), List.of(), annotations,
                Optional.empty(), Optional.empty(), artifactType, Json.Obj.EMPTY);
    }

    /** Whether {@code descriptor} is wanted by one who asked for {@code artifactType}. */
    public static boolean matches(Descriptor descriptor, Optional<String> artifactType) {
        return artifactType.isEmpty() || artifactType.equals(descriptor.artifactType());
    }
}
