package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Small files below one directory, named by digests, whose time is that of their last use. A file appears by renaming, but
 * nothing is synced: what a power loss tears is found out by its reader. For several threads and processes.
 */
final class CacheFiles {
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Path directory;

    CacheFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path file(Digest key) {
        return directory.resolve(key.encoded().substring(0, 2)).resolve(key.encoded());
    }

    /** The content, and the file is used now; empty when there is none. */
    Optional<byte[]> use(Digest key, Instant now) throws IOException {
        Path file = file(key);
        try {
            Files.setLastModifiedTime(file, FileTime.from(now));
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Digest key, byte[] content) throws IOException {
        Path file = file(key);
        Path parent = directory.resolve(key.encoded().substring(0, 2));
        Files.createDirectories(parent);
        Path part = parent.resolve(".%d-%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet()));
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // where renaming does not replace: the other one has the same content
            Files.deleteIfExists(part);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }
}
