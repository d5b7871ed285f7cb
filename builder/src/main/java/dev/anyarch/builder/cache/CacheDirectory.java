package dev.anyarch.builder.cache;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What is where.
 *
 * @param steps what steps made, by their keys
 * @param files the digests of the files of contexts, by the context's path
 * @param downloads what servers said of files, by their URLs
 * @param lists what is in layers, by their digests
 * @param running who is at it
 * @param lock held for a moment, by builds together and by a pruning alone
 */
record CacheDirectory(CacheFiles steps, CacheFiles files, CacheFiles downloads, CacheFiles lists,
        RunningBuilds running, CacheLock lock) {

    /** @param directory exists */
    CacheDirectory(Path directory) throws IOException {
        this(new CacheFiles(directory.resolve("steps")), new CacheFiles(directory.resolve("files")),
                new CacheFiles(directory.resolve("downloads")), listsIn(directory),
                new RunningBuilds(directory.resolve("running")),
                CacheLock.of(directory));
    }

    static CacheFiles listsIn(Path directory) {
        return new CacheFiles(directory.resolve("lists"));
    }
}
