package dev.anyarch.runtime;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a tree was before a program changed it, and the upper directory that an overlay would have had after. Whatever happens to
 * a file changes the time that only the kernel sets. For one thread.
 */
final class TreeSnapshot {
    private final Map<String, Seen> files = new HashMap<>();
    private final Set<String> ignored;

    /** What tells whether a file is as it was. */
    private record Seen(long inode, Instant changed, boolean isDirectory) {
        static Seen of(FileStatus status) {
            return new Seen(status.inode(), status.changed(), status.isDirectory());
        }
    }

    private TreeSnapshot(Set<String> ignored) {
        this.ignored = ignored;
    }

    /**
     * Remembers a tree.
     *
     * @param ignored paths that are no part of the tree, with everything below
     * @param made directories that were made for those
     */
    static TreeSnapshot take(OpenDirectory root, Set<String> ignored, List<String> made) throws IOException {
        TreeSnapshot snapshot = new TreeSnapshot(new HashSet<>(ignored));
        snapshot.remember(root, "");
        made.forEach(snapshot.files::remove);
        return snapshot;
    }

    private void remember(OpenDirectory directory, String prefix) throws IOException {
        for (String name : directory.names()) {
            Optional<FileStatus> status = directory.find(name);
            if (status.isPresent() && !ignored.contains(prefix + name)) {
                files.put(prefix + name, Seen.of(status.get()));
                if (status.get().isDirectory()) {
                    try (OpenDirectory below = directory.open(name)) {
                        remember(below, prefix + name + "/");
                    }
                }
            }
        }
    }

    /**
     * Moves what has changed to {@code upper}, with marks for what is gone. The tree is of no use afterwards.
     *
     * @param closed what had to be opened for that
     */
    void moveChanges(OpenDirectory root, OpenDirectory upper, ClosedFiles closed) throws IOException {
        move(root, upper, "", closed);
    }

    private boolean move(OpenDirectory from, OpenDirectory to, String prefix, ClosedFiles closed) throws IOException {
        boolean changed = false;
        Set<String> names = new HashSet<>(from.names());
        for (String name : names.stream().sorted().toList()) {
            String path = prefix + name;
            if (!ignored.contains(path)) {
                changed |= moveOne(from, to, name, path, closed);
            }
        }
        for (String path : files.keySet()) {
            if (path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0
                    && !names.contains(path.substring(prefix.length()))) {
                Overlay.markDeleted(to, path.substring(prefix.length()));
                changed = true;
            }
        }
        return changed;
    }

    private boolean moveOne(OpenDirectory from, OpenDirectory to, String name, String path, ClosedFiles closed)
            throws IOException {
        Optional<FileStatus> found = from.find(name);
        if (found.isEmpty()) {
            return false; // somebody outside has taken it away
        }
        FileStatus status = found.get();
        Optional<Seen> before = Optional.ofNullable(files.get(path));
        if (before.isEmpty() || !status.isDirectory() || before.get().inode() != status.inode()) {
            if (before.isPresent() && before.get().equals(Seen.of(status))) {
                return false;
            }
            if (status.isDirectory() && hasIgnored(path)) {
                return into(from, to, name, path, status, closed);
            }
            from.renameTo(name, to, name);
            if (status.isDirectory() && before.isPresent()) {
                Overlay.markOpaque(to, name);
            }
            return true;
        }
        return into(from, to, name, path, status, closed);
    }

    private boolean hasIgnored(String path) {
        return ignored.stream().anyMatch(each -> each.startsWith(path + "/"));
    }

    private boolean into(OpenDirectory from, OpenDirectory to, String name, String path, FileStatus status,
            ClosedFiles closed)
            throws IOException {
        to.makeDirectory(name, 0700);
        boolean changed = !Optional.ofNullable(files.get(path)).equals(Optional.of(Seen.of(status)));
        try (OpenDirectory source = from.open(name); OpenDirectory target = to.open(name)) {
            changed |= move(source, target, path + "/", closed);
        }
        boolean isNew = !files.containsKey(path);
        if (!changed || isNew && hasIgnored(path) && isEmpty(to, name)) {
            to.removeTree(name);
            return false;
        }
        CopiedTree.describe(from, to, name, status);
        to.changeTime(name, status.mtime());
        to.find(name).ifPresent(moved -> closed.replace(status, moved));
        return true;
    }

    private static boolean isEmpty(OpenDirectory parent, String name) throws IOException {
        try (OpenDirectory directory = parent.open(name)) {
            return directory.names().isEmpty();
        }
    }
}
