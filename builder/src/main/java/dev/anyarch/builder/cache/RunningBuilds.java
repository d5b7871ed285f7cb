package dev.anyarch.builder.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which builds are under way: each has a file that it holds locked, whose time is that of its beginning. What was used since
 * the first of them began may be in use. For several threads and processes.
 */
final class RunningBuilds {
    /** Those of this process; opening and closing the file of one would drop its lock. */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;

    RunningBuilds(Path directory) {
        this.directory = directory;
    }

    /** A build has begun; it ends with {@link Build#close}, or with the process. */
    Build begin(Instant now) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.toRealPath().resolve(UUID.randomUUID().toString());
        Files.createFile(file);
        // before it is locked: setting the time opens and closes the file, which would drop the lock of this process
        Files.setLastModifiedTime(file, FileTime.from(now));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean done = false;
        try {
            HERE.add(file);
            channel.lock();
            done = true;
            return new Build(file, channel);
        } finally {
            if (!done) {
                HERE.remove(file);
                channel.close();
            }
        }
    }

    /** When the first of those that are under way has begun; removes what killed ones have left. */
    Optional<Instant> firstBegin() throws IOException {
        Optional<Instant> first = Optional.empty();
        if (!Files.isDirectory(directory)) {
            return first;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.toRealPath())) {
            for (Path file : files) {
                Optional<Instant> begin = begin(file);
                if (begin.isPresent() && (first.isEmpty() || begin.get().isBefore(first.get()))) {
                    first = begin;
                }
            }
        }
        return first;
    }

    private static Optional<Instant> begin(Path file) throws IOException {
        try {
            Instant begin = Files.getLastModifiedTime(file).toInstant();
            if (HERE.contains(file)) {
                return Optional.of(begin);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    return Optional.of(begin);
                }
                Files.deleteIfExists(file);
                return Optional.empty();
            } catch (OverlappingFileLockException _) {
                return Optional.of(begin);
            }
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** One of them. */
    record Build(Path file, FileChannel channel) implements Closeable {
        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(file);
            } finally {
                HERE.remove(file);
            }
        }
    }
}
