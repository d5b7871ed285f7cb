package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes to a tree, and the layer that makes them. For one thread. */
final class LayerDraft {
    private final FileTree tree;
    private final LayerPlan plan = new LayerPlan();

    LayerDraft(FileTree tree) {
        this.tree = tree;
    }

    FileTree tree() {
        return tree;
    }

    List<LayerEntry> entries() {
        return plan.entries();
    }

    /** What is at a path that has no symbolic link in it, or whose links nobody follows. */
    Optional<Node> find(List<String> names) throws IOException {
        Directory directory = tree.root();
        for (int i = 0; i < names.size(); i++) {
            Optional<Node> child = directory.child(names.get(i));
            if (child.isEmpty() || i == names.size() - 1) {
                return child;
            }
            if (!(child.get() instanceof Directory next)) {
                return Optional.empty();
            }
            directory = next;
        }
        return Optional.of(directory);
    }

    /** Puts a node; the root itself is nothing that a layer lists. */
    void put(List<String> names, Node node) throws FileSystemException {
        if (!names.isEmpty()) {
            String path = String.join("/", names);
            if (FileTree.isWhiteout(names.getLast())) {
                throw new FileSystemException("/" + path, null,
                        "a layer cannot hold this name, it would delete a file; rename it or list it in .dockerignore");
            }
            NameLimits.require(path);
            tree.put(names, node);
            plan.put(path, node);
        }
    }

    /** Whether the layer has this path itself. */
    boolean contains(List<String> names) {
        return plan.contains(String.join("/", names));
    }

    /** Deletes what lower layers have at a path without links; nothing when there is nothing. */
    void delete(List<String> names) throws IOException {
        if (find(names).isPresent()) {
            tree.remove(names);
            mark(names.subList(0, names.size() - 1), FileTree.whiteoutOf(names.getLast()));
        }
    }

    /** Deletes what lower layers have in a directory, if it is one. */
    void clear(List<String> names) throws IOException {
        Optional<Node> existing = find(names);
        if (existing.isPresent() && existing.get().isDirectory()) {
            tree.clear(names);
            mark(names, FileTree.OPAQUE);
        }
    }

    private void mark(List<String> directory, String name) {
        List<String> path = new ArrayList<>(directory);
        path.add(name);
        plan.put(String.join("/", path), new Leaf(TarEntry.file(name, 0, 0), FileContent.EMPTY));
    }

    /**
     * Makes a directory and its parents as far as they are missing.
     *
     * @param created what a missing one gets
     * @throws FileSystemException when there is a file in the way
     */
    void makeDirectories(List<String> names, Node created) throws IOException {
        List<String> path = new ArrayList<>();
        for (String name : names) {
            path.add(name);
            Optional<Node> existing = find(path);
            if (existing.isEmpty()) {
                put(List.copyOf(path), created);
            } else if (!existing.get().isDirectory()) {
                throw new FileSystemException("/" + String.join("/", path), null,
                        "expected a directory, found %s".formatted(kind(existing.get())));
            }
        }
    }

    static String kind(Node node) {
        return switch (node.metadata().type()) {
            case FILE, HARD_LINK -> "a file";
            case DIRECTORY -> "a directory";
            case SYMBOLIC_LINK -> "a symbolic link to " + node.metadata().linkName();
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
            case FIFO -> "a named pipe";
        };
    }
}
