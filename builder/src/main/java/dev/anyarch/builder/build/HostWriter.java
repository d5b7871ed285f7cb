package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree into a directory of the host. Links that are there already are replaced and never followed, so nothing is
 * written outside. Owners are the user's own. For one thread.
 */
final class HostWriter {
    private static final String USER = "user.";

    private final Path root;
    private final boolean isUnix;
    private final List<String> leftOut = new ArrayList<>();

    private HostWriter(Path root) {
        this.root = root;
        this.isUnix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /**
     * Writes all of {@code entries}.
     *
     * @param entries parents first
     * @return what a directory of the host cannot hold: devices and pipes
     */
    static List<String> write(List<LayerEntry> entries, Path root) throws IOException {
        HostWriter writer = new HostWriter(root);
        Files.createDirectories(root);
        for (LayerEntry entry : entries) {
            writer.write(entry);
        }
        // a directory's time changes with what is put into it, and its mode may forbid that
        for (LayerEntry entry : entries.reversed()) {
            if (entry.header().type() == TarType.DIRECTORY) {
                writer.finish(writer.path(entry.header()), entry.header());
            }
        }
        return List.copyOf(writer.leftOut);
    }

    private Path path(TarEntry header) {
        return root.resolve(HostNames.path(root.getFileSystem(), header.path()));
    }

    private void write(LayerEntry entry) throws IOException {
        TarEntry header = entry.header();
        Path path = path(header);
        switch (header.type()) {
            case DIRECTORY -> {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                    Files.createDirectory(path);
                }
            }
            case FILE -> {
                remove(path);
                try (InputStream content = entry.content().open()) {
                    Files.copy(content, path);
                }
                finish(path, header);
            }
            case SYMBOLIC_LINK -> {
                remove(path);
                Files.createSymbolicLink(path, HostNames.path(path.getFileSystem(), header.linkName()));
            }
            case HARD_LINK -> {
                remove(path);
                Files.createLink(path, root.resolve(HostNames.path(root.getFileSystem(), header.linkName())));
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> leftOut.add(header.path());
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path.toString(), null, "expected nothing or a file, found a directory");
        }
        Files.deleteIfExists(path);
    }

    private void finish(Path path, TarEntry header) throws IOException {
        for (Map.Entry<String, XattrValue> xattr : header.xattrs().entrySet()) {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
            if (xattr.getKey().startsWith(USER) && view != null) {
                view.write(xattr.getKey().substring(USER.length()), ByteBuffer.wrap(xattr.getValue().bytes()));
            }
        }
        Files.setLastModifiedTime(path, FileTime.from(header.mtime()));
        if (isUnix) {
            Files.setAttribute(path, "unix:mode", header.mode());
        }
    }
}
