package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What a build moves over the network, both ways. Safe for use by several threads. */
final class Traffic {
    private final Direction pulled = new Direction("pulling");
    private final Direction pushed = new Direction("pushing");

    /** One way. */
    static final class Direction {
        private final String verb;
        private final AtomicLong moved = new AtomicLong();
        private final AtomicLong total = new AtomicLong();
        private int running;
        private int unknown;
        private long began;

        Direction(String verb) {
            this.verb = verb;
        }

        /** @param blob absent when nobody knows yet how much it will be */
        synchronized void begin(Optional<Descriptor> blob) {
            if (running == 0) {
                moved.set(0);
                total.set(0);
                began = System.nanoTime();
            }
            running++;
            unknown += blob.isEmpty() ? 1 : 0;
            total.addAndGet(blob.map(Descriptor::size).orElse(0L));
        }

        void move(long bytes) {
            moved.addAndGet(bytes);
        }

        synchronized void end(boolean wasUnknown) {
            running--;
            unknown -= wasUnknown ? 1 : 0;
        }

        private synchronized void add(List<String> lines) {
            if (running > 0) {
                long nanos = System.nanoTime() - began;
                lines.add(unknown > 0
                        ? TransferProgress.text(verb, moved.get(), nanos)
                        : TransferProgress.text(verb, moved.get(), Math.max(0, total.get() - moved.get()), nanos));
            }
        }
    }

    /** For those who look on; none when nothing is on its way. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        pulled.add(lines);
        pushed.add(lines);
        return lines;
    }

    ImageSource observed(ImageSource source) {
        return new ObservedSource(source, pulled);
    }

    ImageStore observed(ImageStore store) {
        return new ObservedStore(store, pulled, pushed);
    }
}
