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
        long device = IS_UNIX && Files.getAttribute(directory, "unix:dev") instanceof Long number ? number : 0;
        return new HostDirectory(tree, directory, "", FileTree.IMPLIED_DIRECTORY,
                new HostDirectory.Place(device, IS_UNIX, 0));
    }

    IgnoreRules ignored() {
        return ignored;
    }

    /** The node at {@code path}, in a directory at {@code above}; empty for a socket. */
    Optional<Node> read(Path path, String name, HostDirectory.Place above) throws IOException {
        return IS_UNIX ? readUnix(path, name, above) : readOther(path, name, above);
    }

    private Optional<Node> readUnix(Path path, String name, HostDirectory.Place above) throws IOException {
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
        TarEntry metadata = metadata(path, type, mode & PERMISSIONS, size, mtime);
        if (type == TarType.DIRECTORY) {
            long device = attributes.get("dev") instanceof Long number ? number : 0;
            return Optional.of(new HostDirectory(this, path, name, metadata,
                    new HostDirectory.Place(device, device != above.device(), above.depth() + 1)));
        }
        Leaf leaf = leaf(path, metadata, FileStamp.of(attributes));
        if (attributes.get("nlink") instanceof Integer links && links > 1) {
            String identity = attributes.get("dev") + ":" + attributes.get("ino");
            return Optional.of(Optional.ofNullable(hardLinks.putIfAbsent(identity, leaf)).orElse(leaf));
        }
        return Optional.of(leaf);
    }

    /** Hosts without Unix modes: everything is readable, nothing is executable unless it is a directory. */
    private Optional<Node> readOther(Path path, String name, HostDirectory.Place above) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        Instant mtime = attributes.lastModifiedTime().toInstant();
        if (attributes.isDirectory()) {
            return Optional.of(new HostDirectory(this, path, name, metadata(path, TarType.DIRECTORY, 0755, 0, mtime),
                    new HostDirectory.Place(0, false, above.depth() + 1)));
        }
        if (attributes.isSymbolicLink()) {
            return Optional.of(leaf(path, metadata(path, TarType.SYMBOLIC_LINK, 0777, 0, mtime), Optional.empty()));
        }
        return attributes.isRegularFile()
                ? Optional
                        .of(leaf(path, metadata(path, TarType.FILE, 0755, attributes.size(), mtime), Optional.empty()))
                : Optional.empty();
    }

    private static TarEntry metadata(Path path, TarType type, int mode, long size, Instant mtime) throws IOException {
        String target = type == TarType.SYMBOLIC_LINK ? HostNames.text(Files.readSymbolicLink(path)) : "";
        SortedMap<String, XattrValue> xattrs = type == TarType.FILE || type == TarType.DIRECTORY
                ? HostXattrs.read(path)
                : Collections.emptySortedMap();
        return new TarEntry(".", type, mode, 0, 0, size, mtime, target, 0, 0, xattrs);
    }

    private static Leaf leaf(Path path, TarEntry metadata, Optional<FileStamp> stamp) {
        return new Leaf(metadata, metadata.type() == TarType.FILE
                ? new FileContent.Host(path, stamp)
                : FileContent.EMPTY);
    }
}
