package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How many bytes a tree takes on the disk: holes count nothing, a file with several names once. For one thread. */
final class DiskUse {
    private record File(long device, long inode) {}

    private final Set<File> linked = new HashSet<>();
    private long bytes;

    private DiskUse() {}

    /** Of something that others may be changing: what is gone, or may not be read, counts nothing. */
    static long of(Path directory) throws IOException {
        DiskUse use = new DiskUse();
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            use.bytes += open.status().stored();
            use.addBelow(open);
        }
        return use.bytes;
    }

    private void addBelow(OpenDirectory directory) throws IOException {
        for (String name : directory.names()) {
            Optional<FileStatus> found = directory.find(name);
            if (found.isEmpty()) {
                continue;
            }
            FileStatus status = found.get();
            if (status.isDirectory() || status.links() < 2 || linked.add(new File(status.device(), status.inode()))) {
                bytes += status.stored();
            }
            if (status.isDirectory()) {
                try (OpenDirectory below = directory.open(name)) {
                    addBelow(below);
                } catch (FileSystemException _) {
                    // gone, or somebody else's
                }
            }
        }
    }
}
