package dev.anyarch.builder.build;

import dev.anyarch.content.TarType;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The contents of a layer's files, which are asked for in the layer's order. Many small ones are read before their turn by
 * threads of their own, because to open a file takes longer than to write it; that one cannot be read is told when it is its
 * turn. For one thread.
 */
final class ReadAhead implements Closeable {
    /** The size up to which a file is read as a whole. */
    static final int SMALL = 64 * 1024;

    private static final int FILES = 64;
    private static final int READERS = 2;

    private final Opening opening;
    private final boolean isWorthwhile;
    private final BlockingQueue<FutureTask<byte[]>> ready = new ArrayBlockingQueue<>(FILES);
    private final Iterator<LayerEntry> small;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    /** How a file is read. */
    @FunctionalInterface
    interface Opening {
        InputStream open(LayerEntry entry) throws IOException, InterruptedException;
    }

    /** @param opening called from several threads, for different files */
    ReadAhead(List<LayerEntry> entries, Opening opening) {
        this.opening = opening;
        List<LayerEntry> found = entries.stream().filter(ReadAhead::isSmallFile).toList();
        this.small = found.iterator();
        this.isWorthwhile = found.size() > FILES;
        for (int i = 0; isWorthwhile && i < READERS; i++) {
            readers.add(Thread.ofPlatform().daemon().name("read-ahead").start(this::readAll));
        }
    }

    /** What is in memory, or a part of something, is at hand. */
    private static boolean isSmallFile(LayerEntry entry) {
        return entry.header().type() == TarType.FILE && entry.header().size() > 0 && entry.header().size() <= SMALL
                && (entry.content() instanceof FileContent.Host || entry.content() instanceof FileContent.Written);
    }

    /** The content of the next file; the one of an entry that is no file is not to be asked for. */
    InputStream open(LayerEntry entry) throws IOException, InterruptedException {
        if (!isWorthwhile || !isSmallFile(entry)) {
            return opening.open(entry);
        }
        try {
            return new ByteArrayInputStream(ready.take().get());
        } catch (ExecutionException e) {
            throw Once.rethrown(e);
        }
    }

    private void readAll() {
        try {
            Optional<FutureTask<byte[]>> next = begin();
            while (next.isPresent()) {
                next.get().run();
                next = begin();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** The next file's place among those that are ready, before it is read. */
    private Optional<FutureTask<byte[]>> begin() throws InterruptedException {
        synchronized (small) {
            if (closed || !small.hasNext()) {
                return Optional.empty();
            }
            LayerEntry entry = small.next();
            FutureTask<byte[]> content = new FutureTask<>(() -> read(entry));
            ready.put(content);
            return Optional.of(content);
        }
    }

    /** One byte more than there should be, so that a file that has grown is not taken for what it was. */
    private byte[] read(LayerEntry entry) throws IOException, InterruptedException {
        try (InputStream in = opening.open(entry)) {
            return in.readNBytes((int) entry.header().size() + 1);
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        closed = true;
        ready.clear(); // who waits for room has it, and sees that this is closed
        EndingThreads.end(readers);
    }
}
