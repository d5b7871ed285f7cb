package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.CachedStep;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * The steps of a build that make layers: equal ones are done once, whatever their stage and platform, and those that an
 * earlier build has done are not done again. For several threads.
 */
final class StepCache {
    private final Optional<BuildCache> cache;
    private final LayerFactory layers;
    private final BaseLayers reader;
    private final Once<Request, Outcome> steps = new Once<>();

    private record Request(Digest key, boolean isFresh) {}

    /**
     * What a step came to.
     *
     * @param layer none when there was nothing to write
     * @param text for the history
     * @param isFound whether an earlier build had done it
     * @param used as the cache knows it, if it does
     */
    record Outcome(Optional<MadeLayer> layer, String text, boolean isFound, Optional<UsedStep> used) {

        /** Of a step that was done now and will not be remembered. */
        static Outcome of(Made made) {
            return new Outcome(made.layer, made.text, false, Optional.empty());
        }
    }

    /**
     * What doing it made.
     *
     * @param isRepeatable whether the next build may take it over; not when there was something to warn of
     */
    record Made(Optional<MadeLayer> layer, String text, boolean isRepeatable) {}

    /** Doing it. */
    @FunctionalInterface
    interface Work {
        Made make() throws IOException, InterruptedException;
    }

    StepCache(Optional<BuildCache> cache, LayerFactory layers, BaseLayers reader) {
        this.cache = cache;
        this.layers = layers;
        this.reader = reader;
    }

    /**
     * Does a step unless it is done.
     *
     * @param isFresh whether what an earlier build has done will not do
     */
    Outcome get(Digest key, boolean isFresh, Work work) throws IOException, InterruptedException {
        return steps.get(new Request(key, isFresh), () -> {
            Optional<Outcome> known = isFresh ? Optional.empty() : find(key);
            return known.isPresent() ? known.get() : keep(key, work.make());
        });
    }

    /** Keeps what a step made for the next build. */
    Outcome keep(Digest key, Made made) throws IOException {
        if (cache.isEmpty() || !made.isRepeatable) {
            return Outcome.of(made);
        }
        CachedStep step = new CachedStep(made.layer.map(layer -> layers.toCached(layer.layer())), made.text);
        cache.get().put(key, step);
        return new Outcome(made.layer, made.text, false, Optional.of(new UsedStep(key, step)));
    }

    /** Notes that something was done. */
    UsedStep note(Digest key) throws IOException {
        UsedStep mark = new UsedStep(key, new CachedStep(Optional.empty(), ""));
        if (cache.isPresent()) {
            cache.get().put(key, mark.step());
        }
        return mark;
    }

    /** Whether something is known under this key; nothing else is found out. */
    boolean has(Digest key) throws IOException {
        return cache.isPresent() && cache.get().find(key).isPresent();
    }

    /** What an earlier build made. */
    Optional<Outcome> find(Digest key) throws IOException {
        Optional<CachedStep> known = cache.isPresent() ? cache.get().find(key) : Optional.empty();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<MadeLayer> layer = Optional.empty();
        if (known.get().layer().isPresent()) {
            Layer adopted = layers.adopt(known.get().layer().get());
            layer = Optional.of(new MadeLayer(adopted,
                    new LayerContent.Stored(layers, reader, adopted)));
        }
        return Optional.of(
                new Outcome(layer, known.get().text(), true, Optional.of(new UsedStep(key, known.get()))));
    }
}
