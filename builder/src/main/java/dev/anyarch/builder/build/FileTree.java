package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file system of a stage, as its layers make it. For one thread while it changes. */
final class FileTree {
    private static final String WHITEOUT = ".wh.";
    /** In a layer, a directory that has it holds nothing of what lower layers put there. */
    static final String OPAQUE = ".wh..wh..opq";
    /** What a directory has that a layer did not list but something below it. */
    static final TarEntry IMPLIED_DIRECTORY = TarEntry.directory(".", 0755);
    /** Deeper trees than any file system takes, and shallow enough to walk by recursion. */
    static final int MAX_DEPTH = 1_000;

    private final TreeDirectory root;

    FileTree() {
        this(new TreeDirectory(IMPLIED_DIRECTORY));
    }

    private FileTree(TreeDirectory root) {
        this.root = root;
    }

    Directory root() {
        return root;
    }

    /** Whether nobody said anything about this directory but that it is there. */
    @SuppressWarnings("ReferenceEquality") // an equal directory that was listed is not implied
    static boolean isImplied(Directory directory) {
        return directory.metadata() == IMPLIED_DIRECTORY;
    }

    FileTree copy() {
        return new FileTree(root.copy());
    }

    TreePath resolve(String path, boolean followsLast) throws IOException {
        return TreePath.resolve(root, path, followsLast);
    }

    /** Puts {@code node} at a resolved path; an existing directory stays and takes the metadata of a new one. */
    void put(List<String> names, Node node) {
        TreeDirectory parent = root;
        for (String name : names.subList(0, Math.max(0, names.size() - 1))) {
            parent = directoryIn(parent, name);
        }
        if (names.isEmpty()) {
            root.change(node.metadata());
        } else if (node.isDirectory()) {
            directoryIn(parent, names.getLast()).change(node.metadata());
        } else {
            parent.put(names.getLast(), node);
        }
    }

    /** Takes away what is at a path without links. */
    void remove(List<String> names) {
        findDirectory(names.subList(0, names.size() - 1)).ifPresent(parent -> parent.remove(names.getLast()));
    }

    /** Takes away what is in a directory. */
    void clear(List<String> names) {
        findDirectory(names).ifPresent(TreeDirectory::clear);
    }

    private Optional<TreeDirectory> findDirectory(List<String> names) {
        TreeDirectory directory = root;
        for (String name : names) {
            if (!(directory.get(name) instanceof TreeDirectory next)) {
                return Optional.empty();
            }
            directory = next;
        }
        return Optional.of(directory);
    }

    private static TreeDirectory directoryIn(TreeDirectory parent, String name) {
        if (parent.get(name) instanceof TreeDirectory existing) {
            return existing;
        }
        TreeDirectory created = new TreeDirectory(IMPLIED_DIRECTORY);
        parent.put(name, created);
        return created;
    }

    /**
     * Applies a layer as a container engine does: whiteouts delete what lower layers have, so they go first; symbolic links
     * in the parents are followed within the root.
     */
    void apply(List<LayerEntry> layer) throws IOException {
        for (LayerEntry entry : layer) {
            if (isWhiteout(entry.header())) {
                delete(entry.header());
            }
        }
        for (LayerEntry entry : layer) {
            if (!isWhiteout(entry.header())) {
                add(entry);
            }
        }
    }

    /** Adds what one entry of an archive is, whatever its name. */
    void add(LayerEntry added) throws IOException {
        TarEntry entry = added.header();
        List<String> names = names(entry);
        if (names.isEmpty()) {
            if (entry.type() == TarType.DIRECTORY) {
                root.change(entry);
            }
            return;
        }
        String name = names.getLast();
        if (name.equals("..")) {
            throw new InvalidContentException("layer entry '%s': expected a name at its end".formatted(entry.path()));
        }
        TreeDirectory parent = parent(entry, names);
        switch (entry.type()) {
            case DIRECTORY -> directoryIn(parent, name).change(entry);
            case HARD_LINK -> parent.put(name, linked(entry));
            case FILE, SYMBOLIC_LINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO ->
                parent.put(name, new Leaf(entry, added.content()));
        }
    }

    private void delete(TarEntry whiteout) throws IOException {
        List<String> names = names(whiteout);
        if (resolveParent(names).node().filter(Leaf.class::isInstance).isPresent()) {
            return; // a file, which this layer replaces by a directory: there is nothing in it
        }
        TreeDirectory parent = parent(whiteout, names);
        if (names.getLast().equals(OPAQUE)) {
            parent.clear();
        } else {
            parent.remove(names.getLast().substring(WHITEOUT.length()));
        }
    }

    /** The name of the file in a layer that deletes {@code name}. */
    static String whiteoutOf(String name) {
        return WHITEOUT + name;
    }

    private static boolean isWhiteout(TarEntry entry) {
        return isWhiteout(entry.path().substring(entry.path().lastIndexOf('/') + 1));
    }

    /** Whether a file of this name in a layer deletes another one. */
    static boolean isWhiteout(String name) {
        return name.startsWith(WHITEOUT);
    }

    private static List<String> names(TarEntry entry) throws InvalidContentException {
        List<String> names = new ArrayList<>();
        String path = entry.path();
        for (int begin = 0; begin <= path.length();) {
            int slash = path.indexOf('/', begin);
            String name = path.substring(begin, slash < 0 ? path.length() : slash);
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
            begin = slash < 0 ? path.length() + 1 : slash + 1;
        }
        requireDepth(names);
        return names;
    }

    /** No layer has paths of more names than this. */
    static void requireDepth(List<String> names) throws InvalidContentException {
        if (names.size() > MAX_DEPTH) {
            throw new InvalidContentException("layer entry of %d directories in each other: expected at most %d"
                    .formatted(names.size(), MAX_DEPTH));
        }
    }

    private TreeDirectory parent(TarEntry entry, List<String> names) throws IOException {
        // nearly always it is there and no link leads to it
        Optional<TreeDirectory> existing = findDirectory(names.subList(0, names.size() - 1));
        if (existing.isPresent()) {
            return existing.get();
        }
        TreePath resolved = resolveParent(names);
        if (resolved.node().isPresent() && resolved.node().get() instanceof TreeDirectory directory) {
            return directory;
        }
        if (resolved.node().isPresent()) {
            throw new NotADirectoryInPathException(entry.path(), resolved.text());
        }
        TreeDirectory directory = root;
        for (String name : resolved.names()) {
            directory = directoryIn(directory, name);
        }
        return directory;
    }

    private TreePath resolveParent(List<String> names) throws IOException {
        return resolve(String.join("/", names.subList(0, names.size() - 1)), true);
    }

    private Leaf linked(TarEntry entry) throws IOException {
        Optional<Node> target = resolve(entry.linkName(), false).node();
        if (target.isPresent() && target.get() instanceof Leaf leaf) {
            return leaf;
        }
        throw new InvalidContentException("layer entry '%s': hard link to '%s': expected a file that is there"
                .formatted(entry.path(), entry.linkName()));
    }
}
