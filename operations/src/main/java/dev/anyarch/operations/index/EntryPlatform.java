package dev.anyarch.operations.index;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.platform.Platform;
import java.util.Optional;

/** The platform that an entry gets, from what the entry, the user and the image's configuration say. */
final class EntryPlatform {
    private EntryPlatform() {}

    /**
     * Empty when nobody names one, which is right for an artifact.
     *
     * @throws InvalidContentException when entry and configuration disagree and neither is to be trusted
     */
    static Optional<Platform> decide(SourceEntry source, PlatformTrust trust) throws InvalidContentException {
        Optional<Platform> written = source.source()
                .platform()
                .filter(_ -> source.index().isEmpty())
                .or(source.entry()::platform)
                .filter(platform -> !platform.isEmpty());
        Optional<Platform> config = source.config();
        if (written.isEmpty() || config.isEmpty()) {
            return written.or(() -> config);
        }
        if (agree(written.get(), config.get())) {
            return Optional.of(complete(written.get(), config.get()));
        }
        return switch (trust) {
            case CONFIG -> config;
            case ENTRY -> written;
            case AGREEMENT -> throw new InvalidContentException(
                    ("index entry %s from %s: expected the same platform in the entry and in the image's configuration, "
                            + "found %s in the entry and %s in the configuration; rebuild the image, or say which one to trust")
                            .formatted(source.entry().digest(), source.source().name(), written.get(), config.get()));
        };
    }

    private static boolean agree(Platform written, Platform config) {
        Platform left = written.normalized();
        Platform right = config.normalized();
        return left.os().equals(right.os()) && left.architecture().equals(right.architecture())
                && left.variant().equals(right.variant())
                && (left.osVersion().isEmpty() || right.osVersion().isEmpty()
                        || left.osVersion().equals(right.osVersion()))
                && (left.osFeatures().isEmpty() || right.osFeatures().isEmpty()
                        || left.osFeatures().equals(right.osFeatures()));
    }

    /**
     * What only the configuration says is added. Not the variant: the two are the same in canonical names, and an index
     * that is right as it is keeps its bytes.
     */
    private static Platform complete(Platform written, Platform config) {
        return new Platform(written.os(), written.architecture(), written.variant(),
                written.osVersion().isEmpty() ? config.osVersion() : written.osVersion(),
                written.osFeatures().isEmpty() ? config.osFeatures() : written.osFeatures(), written.extensions());
    }
}
