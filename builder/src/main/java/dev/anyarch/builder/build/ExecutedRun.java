package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.runtime.ExpandedLayers;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A RUN whose command has gone well, and whose layer may be under way still. For the thread of its stage. */
final class ExecutedRun implements Closeable {
    private final StageBuild stage;
    private final Instruction.Run run;
    private final RunLayer layer;
    private final DiskLayers below;
    private final ExpandedLayers expanded;
    private final String text;

    /**
     * @param below the layers on disk, to which this one is added
     * @param text for the history
     */
    ExecutedRun(StageBuild stage, Instruction.Run run, RunLayer layer, DiskLayers below, ExpandedLayers expanded,
            String text) {
        this.stage = stage;
        this.run = run;
        this.layer = layer;
        this.below = below;
        this.expanded = expanded;
        this.text = text;
    }

    /** Of its layer, while that is no part of the image: see {@link RunLayer#name}. */
    Optional<String> layerName() {
        return layer.name();
    }

    /** Whether its layers were mounted; otherwise there is a copy of all of them until this is closed. */
    boolean isMounted() {
        return expanded.rung().isolates();
    }

    /** Waits for the layer; what the RUN made. */
    StepCache.Made finish() throws IOException, InterruptedException {
        try {
            // what lost its owners is not for a build that keeps them
            return new StepCache.Made(layer.addTo(below, expanded), text, expanded.rung().keepsOwners());
        } catch (InvalidContentException e) {
            throw new DockerfileException(run.location(), e);
        }
    }

    /**
     * Waits for the layer, and makes it the image's next one.
     *
     * @param key to remember it by; its layers below are in the image
     */
    void settle(Optional<RunKey> key) throws IOException, InterruptedException {
        StepCache.Made made = finish();
        Optional<Digest> digest = key.map(known -> known.digest(stage.image().layers()));
        stage.take(run.location(), digest.isPresent()
                ? stage.services().steps().keep(digest.get(), made)
                : StepCache.Outcome.of(made), true);
        stage.noteExecuted(run);
    }

    @Override
    public void close() throws IOException {
        layer.close();
    }
}
