package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;

/**
 * A place in a root file system where something is mounted.
 *
 * @param path without links, without a slash in front
 */
public record MountPoint(String path, boolean isDirectory) {
    TarEntry entry() {
        return isDirectory ? TarEntry.directory(path, 0755) : TarEntry.file(path, 0644, 0);
    }
}
