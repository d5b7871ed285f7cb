package dev.anyarch.runtime;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a program took from its own user: where that is this process's user too, who is no root, it is opened again to be
 * read, and which mode it was given is kept here. For one thread while files are opened, then for several.
 */
final class ClosedFiles {
    private final Rung rung;
    private final Map<UpperChange.FileIdentity, Integer> modes = new HashMap<>();

    ClosedFiles(Rung rung) {
        this.rung = rung;
    }

    /** Opens a directory with everything below it. */
    void open(OpenDirectory parent, String child) throws IOException {
        if (rung.leastMode(true) == 0) {
            return;
        }
        Optional<FileStatus> found = parent.find(child);
        if (found.isEmpty() || found.get().isSymbolicLink()) {
            return;
        }
        FileStatus status = found.get();
        int mode = status.permissions() | rung.leastMode(status.isDirectory());
        if (mode != status.permissions()) {
            modes.put(identity(status), status.permissions());
            parent.changeMode(child, mode);
        }
        if (status.isDirectory()) {
            try (OpenDirectory directory = parent.open(child)) {
                for (String name : directory.names()) {
                    open(directory, name);
                }
            }
        }
    }

    /** Notes that a directory stands for another one now. */
    void replace(FileStatus before, FileStatus after) {
        Integer mode = modes.get(identity(before));
        if (mode != null) {
            modes.put(identity(after), mode);
        }
    }

    /** The mode that a file was given. */
    int mode(FileStatus status) {
        return modes.isEmpty() ? status.permissions() : modes.getOrDefault(identity(status), status.permissions());
    }

    private static UpperChange.FileIdentity identity(FileStatus status) {
        return new UpperChange.FileIdentity(status.device(), status.inode());
    }
}
