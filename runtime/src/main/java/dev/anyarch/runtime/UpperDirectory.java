package dev.anyarch.runtime;

import dev.anyarch.content.PathLength;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The upper directory of an overlay: what a program changed. It can become an expanded layer, and stays readable when it
 * does. For several threads once the program has ended.
 */
public final class UpperDirectory {
    private static final int SHOWN = 60;

    private final Rung rung;
    private final ClosedFiles closed;
    private volatile Path path;
    /** Between the walk and the end of the root file system, while all files are read. */
    private volatile @Nullable OpenDirectory held;

    UpperDirectory(Path path, Rung rung) {
        this.path = path;
        this.rung = rung;
        this.closed = new ClosedFiles(rung);
    }

    /** What was opened that the program had closed. */
    ClosedFiles closed() {
        return closed;
    }

    Path path() {
        return path;
    }

    /**
     * Everything in it, parents first, names in order. Sockets are left out.
     *
     * @throws InvalidContentException when no program could reach something in it by its path
     */
    public List<UpperChange> changes() throws IOException {
        List<UpperChange> changes = new ArrayList<>();
        OpenDirectory root = OpenDirectory.open(path);
        held = root;
        walk(root, "", changes);
        return changes;
    }

    /** The content of a file. */
    public InputStream open(String file) throws IOException {
        OpenDirectory root = held;
        if (root != null) {
            return root.openFileInRoot(file);
        }
        try (OpenDirectory opened = OpenDirectory.open(path)) {
            return opened.openFileInRoot(file);
        }
    }

    /** Lets go of what was held open for reading; called when nobody reads. */
    void release() {
        OpenDirectory root = held;
        held = null;
        if (root != null) {
            root.close();
        }
    }

    /** Makes this the expanded layer {@code name}; the next step builds on it without anything being copied. */
    public void adopt(ExpandedLayers layers, String name) throws IOException {
        path = layers.adopt(name, path);
    }

    private void walk(OpenDirectory directory, String prefix, List<UpperChange> changes) throws IOException {
        for (FoundFile file : FoundFile.allIn(directory)) {
            String path = prefix + file.name();
            requireReachable(path);
            Optional<TarType> type = file.status().type();
            if (file.status().isWhiteout()) {
                changes.add(new UpperChange.Deleted(path));
            } else if (type.isPresent()) {
                add(directory, file, path, type.get(), changes);
            }
        }
    }

    /** Whoever unpacks a layer names its files by their paths. */
    private static void requireReachable(String path) throws InvalidContentException {
        if (PathLength.isTooLong(path)) {
            throw new InvalidContentException(
                    "it left directories so deep that no path reaches them; a path has at most %d bytes, expected them to be removed again: /%s…"
                            .formatted(PathLength.MAX, path.substring(0, SHOWN)));
        }
    }

    private void add(OpenDirectory directory, FoundFile file, String path, TarType type, List<UpperChange> changes)
            throws IOException {
        FileStatus status = file.status();
        SortedMap<String, XattrValue> xattrs = new TreeMap<>();
        boolean isOpaque = false;
        for (Map.Entry<String, XattrValue> attribute : file.xattrs().entrySet()) {
            if (Overlay.isOpaqueMark(attribute.getKey(), rung)) {
                isOpaque |= attribute.getValue().bytes().length == 1 && attribute.getValue().bytes()[0] == 'y';
            } else if (!Overlay.isInternal(attribute.getKey())) {
                xattrs.put(attribute.getKey(), attribute.getValue());
            }
        }
        boolean isDevice = type.isDevice();
        TarEntry entry = new TarEntry(path, type, type == TarType.SYMBOLIC_LINK ? 0777 : closed.mode(status),
                status.uid(), status.gid(), type == TarType.FILE ? status.size() : 0, status.mtime(),
                type == TarType.SYMBOLIC_LINK ? directory.readLink(file.name()) : "", isDevice ? status.devMajor() : 0,
                isDevice ? status.devMinor() : 0, xattrs);
        if (isOpaque && type == TarType.DIRECTORY) {
            changes.add(new UpperChange.Cleared(path));
        }
        changes.add(new UpperChange.Written(entry, type != TarType.DIRECTORY && status.links() > 1
                ? Optional.of(new UpperChange.FileIdentity(status.device(), status.inode()))
                : Optional.empty()));
        if (type == TarType.DIRECTORY) {
            try (OpenDirectory below = directory.open(file.name())) {
                walk(below, path + "/", changes);
            }
        }
    }
}
