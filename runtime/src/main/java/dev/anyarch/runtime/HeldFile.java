package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A file that is held until this is closed or the process ends, against other threads as against other processes. It is
 * flock, not the lock that Java has: that one belongs to the process, which two threads then seem to hold at once, and the
 * kernel sees deadlocks in it where different threads wait for each other's processes. For one thread.
 */
final class HeldFile implements Closeable {
    private static final int AT_CURRENT = -100;
    private static final int OPEN = 02 | 02000000; // to read and write, not for programs
    private static final int MAKE = 0100; // when missing
    private static final int ENOENT = 2;
    private static final int SHARED = 1;
    private static final int ALONE = 2;
    private static final int AT_ONCE = 4;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;

    private final int descriptor;

    private HeldFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** With others that share it; for locks that are held for a moment. */
    static HeldFile shared(Path file) throws IOException {
        return hold(file, MAKE, SHARED).orElseThrow();
    }

    /** Alone; for locks that are held for a moment. */
    static HeldFile alone(Path file) throws IOException {
        return hold(file, MAKE, ALONE).orElseThrow();
    }

    /** Alone; empty when somebody has it. */
    static Optional<HeldFile> tryAlone(Path file) throws IOException {
        return hold(file, MAKE, ALONE | AT_ONCE);
    }

    /** Alone; empty when somebody has it, or when it is not there. */
    static Optional<HeldFile> tryExisting(Path file) throws IOException {
        return hold(file, 0, ALONE | AT_ONCE);
    }

    /** Alone, however long that takes: another thread waits, and when this one is interrupted it gives back what it gets. */
    static HeldFile await(Path file) throws IOException, InterruptedException {
        Optional<HeldFile> free = tryAlone(file);
        if (free.isPresent()) {
            return free.get();
        }
        CompletableFuture<HeldFile> got = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("waits for " + file.getFileName()).start(() -> {
            try {
                HeldFile held = alone(file);
                if (!got.complete(held)) {
                    held.close();
                }
            } catch (IOException e) {
                got.completeExceptionally(e);
            }
        });
        try {
            return got.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            if (!got.cancel(false) && !got.isCompletedExceptionally()) {
                got.join().close();
            }
            throw e;
        }
    }

    private static Optional<HeldFile> hold(Path file, int make, int how) throws IOException {
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            descriptor = Libc.call("openat", AT_CURRENT, Libc.text(arena, file.toString()), OPEN | make, 0600);
        }
        if (descriptor == -ENOENT && make == 0) {
            return Optional.empty();
        }
        OpenDirectory.check(descriptor, "open", file.toString());
        HeldFile held = new HeldFile(descriptor);
        int result;
        do {
            result = Libc.call("flock", descriptor, how);
        } while (result == -EINTR);
        if (result == 0) {
            return Optional.of(held);
        }
        held.close();
        if (result == -EAGAIN && (how & AT_ONCE) != 0) {
            return Optional.empty();
        }
        OpenDirectory.check(result, "lock", file.toString());
        return Optional.empty();
    }

    @Override
    public void close() {
        Libc.call("close", descriptor);
    }
}
