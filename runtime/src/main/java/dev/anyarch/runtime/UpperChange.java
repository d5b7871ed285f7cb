package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.util.Optional;

/** One thing that a program did to its file system. Paths have no slash in front. */
public sealed interface UpperChange {

    String path();

    /** What was there before is gone. */
    record Deleted(String path) implements UpperChange {}

    /** The directory is new; what it held before is gone. Followed by {@link Written} for the same path. */
    record Cleared(String path) implements UpperChange {}

    /**
     * A file or directory that is new, changed, or only looked at in a way that copied it.
     *
     * @param entry with its path
     * @param shared of a file with several names, equal for all of them
     */
    record Written(TarEntry entry, Optional<FileIdentity> shared) implements UpperChange {
        @Override
        public String path() {
            return entry.path();
        }
    }

    /** Which file it is, whatever its names. */
    record FileIdentity(long device, long inode) {}
}
