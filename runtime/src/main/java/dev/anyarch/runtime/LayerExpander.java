package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.InvalidContentException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a layer on disk the way overlay file systems want it. Nothing in a layer leads out of the directory: links are
 * followed as if it were the root. For one thread.
 */
final class LayerExpander implements Closeable {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String RESERVED = ".wh..wh.";

    private final OpenDirectory root;
    private final Rung rung;
    private final Map<String, Instant> directoryTimes = new LinkedHashMap<>();
    private @Nullable OpenDirectory parent;
    private String parentPath = "";

    LayerExpander(OpenDirectory root) {
        this(root, Rung.ROOT);
    }

    /** @param rung by which it will be executed */
    LayerExpander(OpenDirectory root, Rung rung) {
        this.root = root;
        this.rung = rung;
    }

    void add(TarEntry entry, InputStream content) throws IOException {
        String path = cleaned(entry);
        if (path.isEmpty()) {
            return;
        }
        int slash = path.lastIndexOf('/');
        OpenDirectory directory = parent(slash < 0 ? "" : path.substring(0, slash));
        String name = path.substring(slash + 1);
        if (name.equals(OPAQUE)) {
            Overlay.markOpaque(directory, "");
        } else if (name.startsWith(RESERVED)) {
            return;
        } else if (name.startsWith(WHITEOUT)) {
            delete(directory, name.substring(WHITEOUT.length()));
        } else {
            make(directory, name, path, entry, content);
        }
    }

    private static String cleaned(TarEntry entry) throws InvalidContentException {
        StringBuilder path = new StringBuilder();
        for (String name : entry.path().split("/", -1)) {
            if (name.equals("..")) {
                throw new InvalidContentException("layer entry '%s': expected a path without '..'".formatted(
                        entry.path()));
            }
            if (!name.isEmpty() && !name.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(name);
            }
        }
        return path.toString();
    }

    private OpenDirectory parent(String path) throws IOException {
        OpenDirectory known = parent;
        if (known != null && path.equals(parentPath)) {
            return known;
        }
        if (known != null) {
            known.close();
            parent = null;
        }
        OpenDirectory opened = openOrMake(path);
        parent = opened;
        parentPath = path;
        return opened;
    }

    private OpenDirectory openOrMake(String path) throws IOException {
        Optional<OpenDirectory> existing = root.findInRoot(path);
        if (existing.isPresent()) {
            return existing.get();
        }
        int slash = path.lastIndexOf('/');
        try (OpenDirectory above = openOrMake(slash < 0 ? "" : path.substring(0, slash))) {
            String name = path.substring(slash + 1);
            above.makeDirectory(name, 0755);
            above.changeMode(name, 0755);
            directoryTimes.put(path, Instant.EPOCH);
            return above.open(name);
        }
    }

    /** A layer that deletes a name and has it again replaces what is below. */
    private static void delete(OpenDirectory directory, String name) throws IOException {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new InvalidContentException("layer entry '.wh.%s': expected a name".formatted(name));
        }
        Optional<FileStatus> existing = directory.find(name);
        if (existing.isEmpty()) {
            Overlay.markDeleted(directory, name);
        } else if (existing.get().isDirectory()) {
            Overlay.markOpaque(directory, name);
        }
    }

    private void make(OpenDirectory directory, String name, String path, TarEntry entry, InputStream content)
            throws IOException {
        Optional<FileStatus> existing = directory.find(name);
        boolean isDirectory = entry.type() == TarType.DIRECTORY;
        if (existing.isPresent() && !(isDirectory && existing.get().isDirectory())) {
            directory.removeTree(name);
        }
        switch (entry.type()) {
            case DIRECTORY -> {
                if (existing.isEmpty() || !existing.get().isDirectory()) {
                    directory.makeDirectory(name, 0700);
                }
                if (existing.isPresent() && existing.get().isWhiteout()) {
                    Overlay.markOpaque(directory, name);
                }
            }
            case FILE -> {
                try (OutputStream out = directory.createFile(name)) {
                    content.transferTo(out);
                }
            }
            case SYMBOLIC_LINK -> directory.makeSymbolicLink(name, entry.linkName());
            case HARD_LINK -> {
                link(directory, name, entry);
                return;
            }
            case FIFO -> directory.makeNode(name, 0010000, 0, 0);
            case CHARACTER_DEVICE -> {
                if (!directory.makeNode(name, 0020000, entry.devMajor(), entry.devMinor())) {
                    return;
                }
            }
            case BLOCK_DEVICE -> {
                if (!directory.makeNode(name, 0060000, entry.devMajor(), entry.devMinor())) {
                    return;
                }
            }
        }
        describe(directory, name, entry);
        if (isDirectory) {
            directoryTimes.put(path, entry.mtime());
        } else {
            directory.changeTime(name, entry.mtime());
        }
    }

    /** The owner first, since changing it takes away set-user-ID and capabilities. */
    private void describe(OpenDirectory directory, String name, TarEntry entry) throws FileSystemException {
        // false where there is only one user: then everything belongs to that one
        directory.changeOwner(name, entry.uid(), entry.gid());
        if (entry.type() != TarType.SYMBOLIC_LINK) {
            directory.changeMode(name, entry.mode() | rung.leastMode(entry.type() == TarType.DIRECTORY));
        }
        for (Map.Entry<String, XattrValue> attribute : entry.xattrs().entrySet()) {
            if (!Overlay.isInternal(attribute.getKey())) {
                directory.setXattr(name, attribute.getKey(), attribute.getValue());
            }
        }
    }

    private void link(OpenDirectory directory, String name, TarEntry entry) throws IOException {
        String target = cleaned(entry.withPath(entry.linkName().isEmpty() ? "." : entry.linkName()));
        int slash = target.lastIndexOf('/');
        Optional<OpenDirectory> found = root.findInRoot(slash < 0 ? "" : target.substring(0, slash));
        if (found.isEmpty()) {
            throw new InvalidContentException("layer entry '%s': hard link to '%s': expected a file of this layer"
                    .formatted(entry.path(), entry.linkName()));
        }
        try (OpenDirectory from = found.get()) {
            directory.link(from, target.substring(slash + 1), name);
        }
    }

    /** The times of directories, which everything put into them has changed. */
    void finish() throws IOException {
        for (Map.Entry<String, Instant> time : directoryTimes.entrySet()) {
            int slash = time.getKey().lastIndexOf('/');
            String name = time.getKey().substring(slash + 1);
            Optional<OpenDirectory> found = root.findInRoot(slash < 0 ? "" : time.getKey().substring(0, slash));
            if (found.isPresent()) {
                try (OpenDirectory directory = found.get()) {
                    if (directory.find(name).filter(FileStatus::isDirectory).isPresent()) {
                        directory.changeTime(name, time.getValue());
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        if (parent != null) {
            parent.close();
            parent = null;
        }
    }
}
