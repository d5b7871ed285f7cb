package dev.anyarch.storage;

import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An open file that nobody else, in any process, has open in this way. The kernel's lock keeps other processes out and ends
 * with this one; among the threads of a process it means nothing, so they have a set of their own.
 */
final class ExclusiveFile implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ExclusiveFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens an existing file.
     *
     * @throws UnavailableException when somebody has it
     */
    static ExclusiveFile open(Path file) throws IOException {
        // before a channel is opened: closing a second one would drop the lock of the first
        if (!HELD.add(file)) {
            throw held(file);
        }
        try {
            return new ExclusiveFile(file, lock(file));
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(file);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw held(file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static UnavailableException held(Path file) {
        return new UnavailableException("%s: another request is writing it; wait until that ends".formatted(file));
    }
}
