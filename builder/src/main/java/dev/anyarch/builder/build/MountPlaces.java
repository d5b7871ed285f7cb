package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.runtime.HostFile;
import dev.anyarch.runtime.MountPoint;
import dev.anyarch.runtime.Skeleton;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where something is mounted in a tree: what is asked for and what every command gets, links resolved as the tree has them. */
final class MountPlaces {
    private MountPlaces() {}

    static Skeleton of(FileTree tree, List<MountPoint> wanted) throws IOException {
        List<MountPoint> points = new ArrayList<>();
        for (String directory : List.of("proc", "sys", "dev")) {
            points.add(new MountPoint(tree.resolve(directory, true).text(), true));
        }
        for (HostFile file : HostFile.values()) {
            place(tree, file).ifPresent(points::add);
        }
        points.addAll(wanted);
        SortedMap<String, TarEntry> entries = new TreeMap<>();
        for (MountPoint point : points) {
            addMissing(tree, point, entries);
        }
        return new Skeleton(points, List.copyOf(entries.values()));
    }

    /** None in an image that has something there which no file can be mounted over: its programs do not ask for names. */
    private static Optional<MountPoint> place(FileTree tree, HostFile file) throws IOException {
        try {
            TreePath path = tree.resolve(file.path(), true);
            return path.node().filter(Node::isDirectory).isPresent()
                    ? Optional.empty()
                    : Optional.of(new MountPoint(path.text(), false, Optional.of(file)));
        } catch (NotADirectoryInPathException | FileSystemLoopException _) {
            return Optional.empty();
        }
    }

    /** The directories in between stay as they are, for they are seen instead of those in the layers. */
    private static void addMissing(FileTree tree, MountPoint point, SortedMap<String, TarEntry> entries)
            throws IOException {
        if (tree.resolve(point.path(), false).node().isPresent()) {
            return;
        }
        entries.put(point.path(), point.entry());
        for (int slash = point.path().lastIndexOf('/'); slash > 0; slash = point.path().lastIndexOf('/', slash - 1)) {
            String parent = point.path().substring(0, slash);
            entries.putIfAbsent(parent, tree.resolve(parent, false)
                    .node()
                    .map(node -> node.metadata().withPath(parent))
                    .orElse(TarEntry.directory(parent, 0755)));
        }
    }
}
