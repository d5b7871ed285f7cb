package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Removes a directory with everything below it, however deep that is: a program can make directories in directories until no
 * path reaches them and no stack is deep enough. What lies deep is moved up, and removed from there. For one thread.
 */
final class TreeRemoval {
    /** Each level holds a directory open. */
    private static final int DEEPEST = 64;

    private final OpenDirectory top;
    private final Deque<String> left;
    private int moved;

    private TreeRemoval(OpenDirectory top) throws FileSystemException {
        this.top = top;
        this.left = new ArrayDeque<>(top.names());
    }

    /** Removes a name with everything below it, or nothing when it is not there. */
    static void remove(OpenDirectory parent, String child) throws IOException {
        if (!isEmptiable(parent, child)) {
            return;
        }
        try (OpenDirectory top = parent.open(child)) {
            new TreeRemoval(top).removeContent();
        }
        parent.removeDirectory(child);
    }

    private void removeContent() throws IOException {
        while (!left.isEmpty()) {
            remove(top, left.removeFirst(), 1);
        }
    }

    private void remove(OpenDirectory directory, String child, int depth) throws IOException {
        if (!isEmptiable(directory, child)) {
            return;
        }
        if (depth == DEEPEST) {
            moveUp(directory, child);
            return;
        }
        try (OpenDirectory below = directory.open(child)) {
            for (String found : below.names()) {
                remove(below, found, depth + 1);
            }
        }
        directory.removeDirectory(child);
    }

    private void moveUp(OpenDirectory directory, String child) throws FileSystemException {
        String name;
        do {
            name = "deep-" + moved++;
        } while (top.find(name).isPresent());
        directory.renameTo(child, top, name);
        left.addFirst(name);
    }

    /** Whether it is a directory, which can be emptied now; anything else of the name has gone. */
    private static boolean isEmptiable(OpenDirectory directory, String child) throws FileSystemException {
        Optional<FileStatus> status = directory.find(child);
        if (status.isEmpty()) {
            return false;
        }
        if (!status.get().isDirectory()) {
            directory.removeFile(child);
            return false;
        }
        if ((status.get().permissions() & 0700) != 0700) {
            directory.changeMode(child, 0700); // an ordinary user cannot remove what is in it otherwise
        }
        return true;
    }
}
