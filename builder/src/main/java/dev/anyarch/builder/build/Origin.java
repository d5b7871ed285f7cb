package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Stage;
import java.util.Optional;

/** What FROM, {@code COPY --from} or a mount names. */
sealed interface Origin {

    /** A stage before the one that names it. */
    record OfStage(Stage stage) implements Origin {}

    /** The files of a named context. */
    record OfFiles(NamedContext.Files files) implements Origin {}

    /** An image somewhere else. */
    record OfImage(String reference) implements Origin {}

    /** {@code scratch}. */
    record Nothing() implements Origin {}

    /**
     * What {@code name} means: a named context, or else a stage, or else an image.
     *
     * @param limit how many stages are before the one that asks
     */
    static Origin of(ImageBuild build, String name, int limit) {
        Optional<NamedContext> context = build.contexts().find(name);
        if (context.isPresent()) {
            return switch (context.get()) {
                case NamedContext.Files files -> new OfFiles(files);
                case NamedContext.Image image -> new OfImage(image.reference());
            };
        }
        return build.dockerfile()
                .findStage(name, limit)
                .<Origin>map(OfStage::new)
                .orElseGet(() -> name.equals("scratch") ? new Nothing() : new OfImage(name));
    }

    /** The stage, if it is one. */
    default Optional<Stage> asStage() {
        return this instanceof OfStage(Stage stage) ? Optional.of(stage) : Optional.empty();
    }
}
