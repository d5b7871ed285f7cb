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
        Optional<FileStatus> status = parent.find(child);
        if (status.isEmpty()) {
            return;
        }
        if (!status.get().isDirectory()) {
            parent.removeFile(child);
            return;
        }
        makeWritable(parent, child, status.get());
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
        Optional<FileStatus> status = directory.find(child);
        if (status.isEmpty()) {
            return;
        }
        if (!status.get().isDirectory()) {
            directory.removeFile(child);
            return;
        }
        makeWritable(directory, child, status.get());
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

    /** An ordinary user cannot remove what is in it otherwise. */
    private static void makeWritable(OpenDirectory directory, String child, FileStatus status)
            throws FileSystemException {
        if ((status.permissions() & 0700) != 0700) {
            directory.changeMode(child, 0700);
        }
    }
}
