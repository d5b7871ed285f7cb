package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The images that a Dockerfile names: from the local store, or else from where the name says. Safe for several threads. */
final class StoreBaseImages implements BaseImages {
    private final Places places;
    private final boolean pulls;
    private final UnaryOperator<ImageSource> remote;
    private final Map<String, Optional<Location>> found = new HashMap<>();
    private final Map<String, Found> stored = new HashMap<>();
    private final Map<String, Optional<Location>> whole = new HashMap<>();

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
                ? images.look(new Place.InStore(registry.reference())).map(images::location)
                : Optional.empty();
    }

    /** Each name is looked for once: all platforms of it are in one place. */
    @Override
    public synchronized Optional<Location> find(String reference, Platform platform) throws IOException {
        return once(reference, found, this::find);
    }

    private Optional<Location> find(String reference) throws IOException {
        Place place = place(reference);
        if (!pulls && place instanceof Place.InRegistry registry) {
            Optional<Found> here = look(new Place.InStore(registry.reference()));
            if (here.isPresent()) {
                stored.put(reference, here.get());
                return here.map(this::location);
            }
        }
        return look(place).map(this::location);
    }

    /** The store may have no more of an image than the platforms that were executed; its registry has the others. */
    @Override
    public synchronized Optional<Location> findWhole(String reference, Platform platform) throws IOException {
        return once(reference, whole, this::findWhole);
    }

    /** Looks for a name. */
    private interface Search {
        Optional<Location> find(String reference) throws IOException;
    }

    private static Optional<Location> once(String reference, Map<String, Optional<Location>> known, Search search)
            throws IOException {
        Optional<Location> location = known.get(reference);
        if (location == null) {
            location = search.find(reference);
            known.put(reference, location);
        }
        return location;
    }

    private Optional<Location> findWhole(String reference) throws IOException {
        Found here = stored.get(reference);
        Optional<Found> there = here == null ? Optional.empty() : look(place(reference));
        if (there.isPresent() && StoredEntries.of(Objects.requireNonNull(here), there.get()).areOthers()) {
            throw new IOException("another image of this name, which --pull takes");
        }
        return there.map(this::location);
    }

    /** A malformed name is the Dockerfile's mistake, not one of the call. */
    private static Place place(String reference) {
        try {
            return Place.parse(reference);
        } catch (UsageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Optional<Found> look(Place place) throws IOException {
        try {
            return Optional.of(places.find(place));
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    private Location location(Found image) {
        return new Location(image.place() instanceof Place.InRegistry ? remote.apply(image.source()) : image.source(),
                image.root());
    }
}
