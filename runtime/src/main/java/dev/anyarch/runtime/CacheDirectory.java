package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import dev.anyarch.model.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A directory that is kept from one execution to the next, held as its sharing asks until it is closed. For one thread. */
public final class CacheDirectory implements Closeable {
    private static final ConcurrentMap<Path, Semaphore> HELD = new ConcurrentHashMap<>();

    private final Path path;
    private final @Nullable Semaphore held;
    private final @Nullable FileChannel lock;

    private CacheDirectory(Path path, @Nullable Semaphore held, @Nullable FileChannel lock) {
        this.path = path;
        this.held = held;
        this.lock = lock;
    }

    /** Who may use a cache at the same time. */
    public enum Sharing {
        /** Everybody. */
        SHARED,
        /** One; others wait. */
        LOCKED,
        /** One; others get an empty one for themselves. */
        PRIVATE
    }

    static CacheDirectory open(Workspace workspace, String key, Sharing sharing, int mode, long uid, long gid)
            throws IOException, InterruptedException {
        Path caches = Files.createDirectories(workspace.root().resolve("caches"));
        Path path = caches.resolve(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).encoded().substring(0, 24));
        synchronized (CacheDirectory.class) {
            if (!Files.isDirectory(path)) {
                make(caches, path, mode, uid, gid);
            }
        }
        if (sharing == Sharing.SHARED) {
            return new CacheDirectory(path, null, null);
        }
        Semaphore semaphore = HELD.computeIfAbsent(path, _ -> new Semaphore(1));
        if (sharing == Sharing.LOCKED) {
            semaphore.acquire();
        } else if (!semaphore.tryAcquire()) {
            return new CacheDirectory(other(workspace, mode, uid, gid), null, null);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(caches.resolve(path.getFileName() + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            locked = sharing == Sharing.LOCKED ? channel.lock() != null : channel.tryLock() != null;
            return locked
                    ? new CacheDirectory(path, semaphore, channel)
                    : new CacheDirectory(other(workspace, mode, uid, gid), null, null);
        } finally {
            if (!locked) {
                semaphore.release();
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static Path other(Workspace workspace, int mode, long uid, long gid) throws IOException {
        Path directory = workspace.newDirectory();
        make(directory, directory.resolve("cache"), mode, uid, gid);
        return directory.resolve("cache");
    }

    private static void make(Path parent, Path path, int mode, long uid, long gid) throws IOException {
        try (OpenDirectory open = OpenDirectory.open(parent); LayerExpander expander = new LayerExpander(open)) {
            expander.add(TarEntry.directory(path.getFileName() + "", mode).withOwner(uid, gid),
                    InputStream.nullInputStream());
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (held != null) {
            held.release();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
