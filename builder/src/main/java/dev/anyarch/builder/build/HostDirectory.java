package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory of the host without what is ignored, listed on first use. For several threads. */
final class HostDirectory implements Directory {
    private final HostTree tree;
    private final Path path;
    private final String name;
    private final TarEntry metadata;
    private final Place place;
    private @Nullable SortedMap<String, Node> children;

    /**
     * Where a directory is.
     *
     * @param device the number of its file system; 0 where the host has none
     * @param isMountPoint whether that of the directory above is another one; so is that of the root
     * @param depth how many directories of the context it is in
     */
    record Place(long device, boolean isMountPoint, int depth) {}

    /** @param name from the root of the context; empty for the root */
    HostDirectory(HostTree tree, Path path, String name, TarEntry metadata, Place place) {
        this.tree = tree;
        this.path = path;
        this.name = name;
        this.metadata = metadata;
        this.place = place;
    }

    Place place() {
        return place;
    }

    @Override
    public TarEntry metadata() {
        return metadata;
    }

    /** Whether a path of the context is ignored. */
    boolean ignores(String contextPath) {
        return tree.ignored().ignores(contextPath);
    }

    @Override
    public synchronized SortedMap<String, Node> children() throws IOException {
        SortedMap<String, Node> known = children;
        if (known == null) {
            known = Collections.unmodifiableSortedMap(list());
            children = known;
        }
        return known;
    }

    private SortedMap<String, Node> list() throws IOException {
        if (place.isMountPoint) {
            MountPoint.requireFiles(path);
        }
        if (place.depth > FileTree.MAX_DEPTH) {
            throw new FileSystemException(HostNames.shown(path), null,
                    "expected at most %d directories in each other".formatted(FileTree.MAX_DEPTH));
        }
        SortedMap<String, Node> found = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            for (Path child : stream) {
                String childName = HostNames.text(child.getFileName());
                read(child, name.isEmpty() ? childName : name + "/" + childName)
                        .ifPresent(node -> found.put(childName, node));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            if (ignores(name)) {
                return found; // what may be taken back in there nobody can tell, and nobody may be asked to
            }
            throw UnreadableContextException.denied(path, e);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw UnreadableContextException.gone(path, e);
        }
        return found;
    }

    private Optional<Node> read(Path child, String childName) throws IOException {
        boolean ignored = tree.ignored().ignores(childName);
        if (ignored && !tree.ignored().canTakeBackBelow(childName)) {
            return Optional.empty();
        }
        Optional<Node> node;
        try {
            node = tree.read(child, childName, place);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        if (!ignored) {
            return node;
        }
        // an ignored directory is there when something in it was taken back
        return node.filter(found -> found instanceof Directory).isPresent()
                && !((Directory) node.get()).children().isEmpty() ? node : Optional.empty();
    }
}
