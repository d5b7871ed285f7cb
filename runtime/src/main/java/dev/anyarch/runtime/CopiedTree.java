package dev.anyarch.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Merges expanded layers by copying them, where nothing can be mounted. For one thread.
 */
final class CopiedTree {
    private final OpenDirectory root;
    private final Map<UpperChange.FileIdentity, String> copied = new HashMap<>();
    private final Map<String, Instant> times = new HashMap<>();

    /** @param root of the tree, empty */
    CopiedTree(OpenDirectory root) {
        this.root = root;
    }

    /** Puts a layer on top. */
    void add(OpenDirectory layer) throws IOException {
        copied.clear();
        copy(layer, root, "");
    }

    /** Puts one file or directory there, under another name; a socket is the same one, as a mounted one would be. */
    void addOne(OpenDirectory from, String name, String newName) throws IOException {
        FileStatus status = from.find(name).orElseThrow();
        if (status.isSocket()) {
            root.link(from, name, newName);
            return;
        }
        if (status.isDirectory()) {
            root.makeDirectory(newName, 0700);
            try (OpenDirectory source = from.open(name); OpenDirectory target = root.open(newName)) {
                new CopiedTree(target).add(source);
            }
        } else {
            try (InputStream in = from.openFile(name); OutputStream out = root.createFile(newName)) {
                in.transferTo(out);
            }
        }
        root.changeOwner(newName, status.uid(), status.gid());
        root.changeMode(newName, status.permissions());
    }

    private void copy(OpenDirectory from, OpenDirectory to, String prefix) throws IOException {
        for (String name : from.names()) {
            FileStatus status = from.find(name).orElseThrow();
            if (status.isWhiteout()) {
                to.removeTree(name);
            } else if (status.isDirectory()) {
                directory(from, to, name, prefix + name, status);
            } else if (status.type().isPresent()) {
                to.removeTree(name);
                file(from, to, name, prefix + name, status);
            }
        }
    }

    private void directory(OpenDirectory from, OpenDirectory to, String name, String path, FileStatus status)
            throws IOException {
        Optional<FileStatus> before = to.find(name);
        if (before.isPresent() && (!before.get().isDirectory() || Overlay.isOpaque(from, name))) {
            to.removeTree(name);
        }
        if (to.find(name).isEmpty()) {
            to.makeDirectory(name, 0700);
        }
        to.changeMode(name, 0700);
        try (OpenDirectory source = from.open(name); OpenDirectory target = to.open(name)) {
            copy(source, target, path + "/");
        }
        describe(from, to, name, status);
        times.put(path, status.mtime());
    }

    private void file(OpenDirectory from, OpenDirectory to, String name, String path, FileStatus status)
            throws IOException {
        UpperChange.FileIdentity identity = new UpperChange.FileIdentity(status.device(), status.inode());
        String twin = status.links() > 1 ? copied.putIfAbsent(identity, path) : null;
        if (twin != null) {
            int slash = twin.lastIndexOf('/');
            try (OpenDirectory parent = root.findInRoot(slash < 0 ? "" : twin.substring(0, slash)).orElseThrow()) {
                parent.linkTo(twin.substring(slash + 1), to, name);
            }
            return;
        }
        switch (status.type().orElseThrow()) {
            case SYMBOLIC_LINK -> to.makeSymbolicLink(name, from.readLink(name));
            case FIFO, CHARACTER_DEVICE, BLOCK_DEVICE -> {
                if (!to.makeNode(name, status.mode(), status.devMajor(), status.devMinor())) {
                    return;
                }
            }
            case FILE, HARD_LINK, DIRECTORY -> {
                try (InputStream in = from.openFile(name); OutputStream out = to.createFile(name)) {
                    in.transferTo(out);
                }
            }
        }
        describe(from, to, name, status);
        to.changeTime(name, status.mtime());
    }

    /** Owner, mode and extended attributes, as far as this process may. */
    static void describe(OpenDirectory from, OpenDirectory to, String name, FileStatus status) throws IOException {
        to.changeOwner(name, status.uid(), status.gid());
        if (!status.isSymbolicLink()) {
            to.changeMode(name, status.permissions());
        }
        for (var attribute : from.xattrs(name).entrySet()) {
            if (!Overlay.isInternal(attribute.getKey())) {
                to.setXattr(name, attribute.getKey(), attribute.getValue());
            }
        }
    }

    /** The times of directories, once everything is in them; a directory that a later layer took away has none. */
    void finish() throws IOException {
        for (Map.Entry<String, Instant> time : times.entrySet()) {
            int slash = time.getKey().lastIndexOf('/');
            Optional<OpenDirectory> parent = root.findInRoot(slash < 0 ? "" : time.getKey().substring(0, slash));
            if (parent.isPresent()) {
                try (OpenDirectory found = parent.get()) {
                    String name = time.getKey().substring(slash + 1);
                    if (found.find(name).filter(FileStatus::isDirectory).isPresent()) {
                        found.changeTime(name, time.getValue());
                    }
                }
            }
        }
    }
}
