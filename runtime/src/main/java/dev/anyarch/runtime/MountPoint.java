package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.util.Optional;

/**
 * A place in a root file system where something is mounted.
 *
 * @param path without links, without a slash in front
 * @param file what is mounted there, where that is always the same
 */
public record MountPoint(String path, boolean isDirectory, Optional<HostFile> file) {

    /** A place for something that a container has of its own. */
    public MountPoint(String path, boolean isDirectory) {
        this(path, isDirectory, Optional.empty());
    }

    /** What has to be there where there is nothing. */
    public TarEntry entry() {
        return isDirectory ? TarEntry.directory(path, 0755) : TarEntry.file(path, 0644, 0);
    }
}
