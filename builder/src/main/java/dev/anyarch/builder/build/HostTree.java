package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.FileStamp;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of the host as a tree: owners are 0:0, modes are the host's, sockets are not there. Read lazily, each
 * directory once; for several threads.
 */
final class HostTree {
    private static final int TYPE_MASK = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final boolean IS_UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private final IgnoreRules ignored;
    private final Map<Object, Leaf> hardLinks = new ConcurrentHashMap<>();

    private HostTree(IgnoreRules ignored) {
        this.ignored = ignored;
    }

    static HostDirectory open(Path directory, IgnoreRules ignored) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException("build context %s: expected a directory".formatted(directory));
        }
        HostTree tree = new HostTree(ignored);
        return new HostDirectory(tree, directory, "", TarEntry.directory(".", 0755));
    }

    IgnoreRules ignored() {
        return ignored;
    }

    /** The node at {@code path}; empty for a socket. */
    Optional<Node> read(Path path, String name) throws IOException {
        return IS_UNIX ? readUnix(path, name) : readOther(path, name);
    }

    private Optional<Node> readUnix(Path path, String name) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,nlink,dev," + FileStamp.ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
        int mode = (int) attributes.getOrDefault("mode", 0);
        Instant mtime = attributes.get("lastModifiedTime") instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
        TarType type = switch (mode & TYPE_MASK) {
            case 0040000 -> TarType.DIRECTORY;
            case 0120000 -> TarType.SYMBOLIC_LINK;
            case 0010000 -> TarType.FIFO;
            case 0020000 -> TarType.CHARACTER_DEVICE;
            case 0060000 -> TarType.BLOCK_DEVICE;
            default -> TarType.FILE;
        };
        if ((mode & TYPE_MASK) == 0140000) {
            return Optional.empty();
        }
        long size = type == TarType.FILE && attributes.get("size") instanceof Long bytes ? bytes : 0;
        Node node = node(path, name, type, mode & PERMISSIONS, size, mtime, FileStamp.of(attributes));
        if (node instanceof Leaf leaf && attributes.get("nlink") instanceof Integer links && links > 1) {
            String identity = attributes.get("dev") + ":" + attributes.get("ino");
            return Optional.of(Optional.ofNullable(hardLinks.putIfAbsent(identity, leaf)).orElse(leaf));
        }
        return Optional.of(node);
    }

    /** Hosts without Unix modes: everything is readable, nothing is executable unless it is a directory. */
    private Optional<Node> readOther(Path path, String name) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        Instant mtime = attributes.lastModifiedTime().toInstant();
        if (attributes.isDirectory()) {
            return Optional.of(node(path, name, TarType.DIRECTORY, 0755, 0, mtime, Optional.empty()));
        }
        if (attributes.isSymbolicLink()) {
            return Optional.of(node(path, name, TarType.SYMBOLIC_LINK, 0777, 0, mtime, Optional.empty()));
        }
        return attributes.isRegularFile()
                ? Optional.of(node(path, name, TarType.FILE, 0755, attributes.size(), mtime, Optional.empty()))
                : Optional.empty();
    }

    private Node node(Path path, String name, TarType type, int mode, long size, Instant mtime,
            Optional<FileStamp> stamp) throws IOException {
        String target = type == TarType.SYMBOLIC_LINK ? HostNames.text(Files.readSymbolicLink(path)) : "";
        SortedMap<String, XattrValue> xattrs = type == TarType.FILE || type == TarType.DIRECTORY
                ? HostXattrs.read(path)
                : Collections.emptySortedMap();
        TarEntry metadata = new TarEntry(".", type, mode, 0, 0, size, mtime, target, 0, 0, xattrs);
        return type == TarType.DIRECTORY
                ? new HostDirectory(this, path, name, metadata)
                : new Leaf(metadata, type == TarType.FILE ? new FileContent.Host(path, stamp) : FileContent.EMPTY);
    }
}
