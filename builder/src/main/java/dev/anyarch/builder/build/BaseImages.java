package dev.anyarch.builder.build;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds what FROM and {@code COPY --from} name: in registries, mirrors, the local store, a layout, as the caller decides.
 * Asked from several threads at a time, once for each reference and platform of a build.
 */
@FunctionalInterface
public interface BaseImages {
    /** For builds from scratch. */
    BaseImages NONE = (_, _) -> Optional.empty();

    /**
     * The root of an image: an index or a manifest. The build itself selects by platform, and says so when it cannot.
     *
     * @param reference as in the Dockerfile, variables replaced
     * @param platform that is wanted, for places that keep one image for each
     * @return empty when there is no such image
     * @throws IllegalArgumentException when the reference is malformed
     */
    Optional<Location> find(String reference, Platform platform) throws IOException;

    /**
     * The whole of an image of which {@link #find} gave a part that lacks {@code platform}.
     *
     * @return empty when there is no more of it
     * @throws IOException when nobody knows, or when there is another image of the name
     */
    default Optional<Location> findWhole(String reference, Platform platform) throws IOException {
        return Optional.empty();
    }

    /**
     * Where an image is.
     *
     * @param source stays open until the build is done; the caller closes it
     * @param root of the image in it
     */
    record Location(ImageSource source, Descriptor root) {}
}
