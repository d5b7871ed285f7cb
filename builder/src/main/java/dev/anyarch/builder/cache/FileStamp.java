package dev.anyarch.builder.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a file system says of a file without reading it. A file whose stamp is the same has the same content, unless it was
 * changed twice within one tick of the clock.
 */
public record FileStamp(long size, Instant modified, Instant changed, long inode) {
    /** The attributes of Java's {@code unix} view that {@link #of(Map)} needs. */
    public static final String ATTRIBUTES = "size,lastModifiedTime,ctime,ino";

    /** Empty when one is missing. */
    public static Optional<FileStamp> of(Map<String, Object> attributes) {
        return attributes.get("size") instanceof Long size
                && attributes.get("lastModifiedTime") instanceof FileTime modified
                && attributes.get("ctime") instanceof FileTime changed && attributes.get("ino") instanceof Long inode
                        ? Optional.of(new FileStamp(size, modified.toInstant(), changed.toInstant(), inode))
                        : Optional.empty();
    }

    static Optional<FileStamp> of(Path file) throws IOException {
        return of(Files.readAttributes(file, "unix:" + ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
    }

    /** The later of the two times. */
    Instant latest() {
        return modified.isAfter(changed) ? modified : changed;
    }
}
