package dev.anyarch.builder.build;

import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.io.IOException;

/**
 * Builds several images into one store, and what they have in common once: base images, equal layers, contexts, downloads.
 * Safe for use by several threads, each with its own build; what is built at a time is bounded by the processors.
 */
public final class StackBuilder implements Closeable {
    private final ImageStore target;
    private final SharedServices shared;

    StackBuilder(SharedServices shared, ImageStore target) {
        this.shared = shared;
        this.target = target;
    }

    /** As {@link ImageBuilder#build}; builders may differ in everything but the runtime of commands. */
    public BuildResult build(ImageBuilder builder, ImageBuild build) throws IOException, InterruptedException {
        return builder.build(shared, build, target);
    }

    @Override
    public void close() throws IOException {
        shared.close();
    }
}
