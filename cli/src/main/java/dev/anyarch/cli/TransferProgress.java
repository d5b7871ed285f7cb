package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.operations.copy.CopyListener;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells how a transfer goes on: one line that changes on a terminal, a line every few seconds elsewhere. Safe for use by
 * several threads; closing it removes the line.
 */
final class TransferProgress implements CopyListener, Closeable {
    private static final long LIVE_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_PAUSE = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private final String verb;
    private final long started = System.nanoTime();
    private final AtomicLong lastLine = new AtomicLong(started);
    private final AtomicLong moved = new AtomicLong();
    /** What need not be moved because it is there, so that the rate tells the truth. */
    private final AtomicLong spared = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    /**
     * @param verb such as {@code copying}
     */
    TransferProgress(Console console, String verb) {
        this.console = console;
        this.verb = verb;
    }

    @Override
    public void planned(int manifests, int blobs, long bytes) {
        total.addAndGet(bytes);
        console.detail("%s %d manifests and %d blobs, %s".formatted(verb, manifests, blobs, Sizes.format(bytes)));
    }

    @Override
    public void bytes(Descriptor blob, long count) {
        moved.addAndGet(count);
        tell();
    }

    @Override
    public void blob(Descriptor blob, Outcome outcome) {
        console.detail("blob %s %s: %s".formatted(blob.digest(), Sizes.format(blob.size()), switch (outcome) {
            case MOVED -> "moved";
            case MOUNTED -> "mounted";
            case PRESENT -> "already there";
            case ELSEWHERE -> "left where its URLs say";
        }));
        if (outcome != Outcome.MOVED) {
            spared.addAndGet(blob.size());
        }
        tell();
    }

    @Override
    public void manifest(Descriptor manifest) {
        console.detail("manifest " + manifest.digest());
    }

    private void tell() {
        long now = System.nanoTime();
        long last = lastLine.get();
        if (now - last < (console.isTerminal() ? LIVE_PAUSE : PLAIN_PAUSE) || !lastLine.compareAndSet(last, now)) {
            return;
        }
        String line = line(now - started);
        if (console.isTerminal()) {
            console.live(line);
        } else {
            console.message(line);
        }
    }

    private String line(long nanos) {
        long bytes = moved.get();
        return text(verb, bytes, Math.max(0, total.get() - bytes - spared.get()), nanos);
    }

    /** How much and how fast, when nobody knows of how much. */
    static String text(String verb, long bytes, long nanos) {
        return "%s %s, %s/s".formatted(verb, Sizes.format(bytes),
                Sizes.format((long) (bytes / Math.max(nanos / 1e9, 0.001))));
    }

    /** How much of how much, how fast, and how long it will take at this rate. */
    static String text(String verb, long bytes, long left, long nanos) {
        double rate = bytes / Math.max(nanos / 1e9, 0.001);
        String time = rate < 1 ? "" : ", %d s left".formatted(Math.round(left / rate));
        return "%s %s of %s, %s/s%s".formatted(verb, Sizes.format(bytes), Sizes.format(bytes + left),
                Sizes.format((long) rate), time);
    }

    @Override
    public void close() {
        console.live("");
    }
}
