package dev.anyarch.builder.build;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The RUN of a stage whose layer is under way, if there is one: everything but the next RUN waits until it is settled, that is
 * part of the image. For one thread.
 */
final class LatestRun implements Closeable {
    private Optional<Unsettled> unsettled = Optional.empty();

    /** @param key to remember it by */
    private record Unsettled(ExecutedRun run, Optional<RunKey> key) {}

    /** Settles the one before; the next one is kept, and closed with this. */
    void follow(ExecutedRun next, Optional<RunKey> key) throws IOException, InterruptedException {
        Optional<Unsettled> before = unsettled;
        unsettled = Optional.of(new Unsettled(next, key));
        settle(before);
    }

    /** Waits for the layer and makes it part of the image. */
    void settle() throws IOException, InterruptedException {
        Optional<Unsettled> last = unsettled;
        unsettled = Optional.empty();
        settle(last);
    }

    private static void settle(Optional<Unsettled> last) throws IOException, InterruptedException {
        if (last.isPresent()) {
            try (ExecutedRun run = last.get().run()) {
                run.settle(last.get().key());
            }
        }
    }

    /** What its layer is called for a root file system above it; none when nothing is under way or it is empty. */
    Optional<String> layerName() {
        return unsettled.flatMap(last -> last.run().layerName());
    }

    /** Gives up what is under way. */
    @Override
    public void close() throws IOException {
        if (unsettled.isPresent()) {
            unsettled.get().run().close();
        }
    }
}
