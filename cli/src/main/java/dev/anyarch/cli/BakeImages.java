package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The images that the Dockerfiles of a stack name: other targets, the local store, registries. For several threads. */
final class BakeImages {
    private final Places places;
    private final BaseImages usual;
    private final BaseImages pulled;
    private volatile @Nullable StackRun targets;

    /** @param remote as in {@link StoreBaseImages} */
    BakeImages(Places places, UnaryOperator<ImageSource> remote) {
        this.places = places;
        this.usual = new Images(new StoreBaseImages(places, false, remote));
        this.pulled = new Images(new StoreBaseImages(places, true, remote));
    }

    /** From now on, {@code target:NAME} is what {@code run} builds. */
    void setTargets(StackRun run) {
        targets = run;
    }

    /**
     * Where they are looked for.
     *
     * @param isPulled whether the store is passed by
     */
    BaseImages of(boolean isPulled) {
        return isPulled ? pulled : usual;
    }

    /** With everything outside of the stack asked by one thread at a time. */
    private final class Images implements BaseImages {
        private final BaseImages outside;

        Images(BaseImages outside) {
            this.outside = outside;
        }

        @Override
        public Optional<Location> find(String reference, Platform platform) throws IOException {
            StackRun run = targets;
            if (reference.startsWith(BuildContexts.TARGET)) {
                if (run == null) {
                    throw new CannotException(
                            "%s: what it has is known when it is built; name the platforms".formatted(reference));
                }
                return run.findTarget(reference.substring(BuildContexts.TARGET.length()), platform);
            }
            synchronized (places) {
                return outside.find(reference, platform);
            }
        }

        @Override
        public Optional<Location> findWhole(String reference, Platform platform) throws IOException {
            synchronized (places) {
                return outside.findWhole(reference, platform);
            }
        }
    }
}
