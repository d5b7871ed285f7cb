package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The images that a Dockerfile names: from the local store, or else from where the name says. Safe for several threads. */
final class StoreBaseImages implements BaseImages {
    private final Places places;
    private final boolean pulls;
    private final UnaryOperator<ImageSource> remote;
    private final Map<String, Optional<Location>> found = new HashMap<>();

    StoreBaseImages(Places places) {
        this(places, false, UnaryOperator.identity());
    }

    /**
     * Images of these places.
     *
     * @param pulls whether what the registry has is wanted, even when the store has an image of the name
     * @param remote what is made of a registry's repository before anything is read from it
     */
    StoreBaseImages(Places places, boolean pulls, UnaryOperator<ImageSource> remote) {
        this.places = places;
        this.pulls = pulls;
        this.remote = remote;
    }

    /** Only what the store has; a store that is not there is not made. */
    static BaseImages storeOnly(Session session) {
        if (!Files.isDirectory(session.environment().storeDirectory())) {
            return BaseImages.NONE;
        }
        StoreBaseImages images = new StoreBaseImages(session.places());
        return (reference, _) -> place(reference) instanceof Place.InRegistry registry
                ? images.location(new Place.InStore(registry.reference()))
                : Optional.empty();
    }

    /** Each name is looked for once: all platforms of it are in one place. */
    @Override
    public synchronized Optional<Location> find(String reference, Platform platform) throws IOException {
        Optional<Location> known = found.get(reference);
        if (known == null) {
            known = find(reference);
            found.put(reference, known);
        }
        return known;
    }

    private Optional<Location> find(String reference) throws IOException {
        Place place = place(reference);
        if (!pulls && place instanceof Place.InRegistry registry) {
            Optional<Location> stored = location(new Place.InStore(registry.reference()));
            if (stored.isPresent()) {
                return stored;
            }
        }
        return location(place);
    }

    /** A malformed name is the Dockerfile's mistake, not one of the call. */
    private static Place place(String reference) {
        try {
            return Place.parse(reference);
        } catch (UsageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Optional<Location> location(Place place) throws IOException {
        try {
            Found found = places.find(place);
            ImageSource source = place instanceof Place.InRegistry ? remote.apply(found.source()) : found.source();
            return Optional.of(new Location(source, found.root()));
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }
}
