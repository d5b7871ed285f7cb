package dev.anyarch.runtime;

import dev.anyarch.content.XattrValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * A file in a directory, and what the kernel says of it.
 *
 * @param xattrs none of an overlay's marks of deleted files, nor of a socket
 */
record FoundFile(String name, FileStatus status, SortedMap<String, XattrValue> xattrs) {
    private static final int MANY = 64;

    /**
     * Everything in a directory, names in order. Where that is much, a thread of its own looks at half of it: the kernel is
     * asked twice about each file.
     */
    static List<FoundFile> allIn(OpenDirectory directory) throws IOException {
        List<String> names = directory.names();
        if (names.size() < MANY) {
            return look(directory, names);
        }
        int half = names.size() / 2;
        FutureTask<List<FoundFile>> first = new FutureTask<>(() -> look(directory, names.subList(0, half)));
        Thread other = Thread.ofPlatform().daemon().name("look").start(first);
        List<FoundFile> second;
        try {
            second = look(directory, names.subList(half, names.size()));
        } finally {
            join(other); // which uses the directory that the caller closes
        }
        if (first.state() == Future.State.FAILED) {
            throw first.exceptionNow() instanceof IOException failure
                    ? failure
                    : new IOException(first.exceptionNow());
        }
        List<FoundFile> all = new ArrayList<>(first.resultNow());
        all.addAll(second);
        return all;
    }

    private static void join(Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<FoundFile> look(OpenDirectory directory, List<String> names) throws IOException {
        List<FoundFile> found = new ArrayList<>(names.size());
        for (String name : names) {
            Optional<FileStatus> status = directory.find(name);
            if (status.isPresent()) {
                boolean isPlain = !status.get().isWhiteout() && status.get().type().isPresent();
                found.add(new FoundFile(name, status.get(),
                        isPlain ? directory.xattrs(name) : Collections.emptySortedMap()));
            }
        }
        return found;
    }
}
