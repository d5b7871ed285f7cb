package dev.anyarch.store.archive;

import dev.anyarch.content.Compression;
import dev.anyarch.content.ExpansionLimit;
import dev.anyarch.content.FileSlice;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.layout.LayoutFiles;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of a tar archive, by name, read in place. Links are followed within the archive, because {@code docker save}
 * and skopeo write a layer once and link to it. Safe for use by several threads.
 */
final class TarFiles implements LayoutFiles, Closeable {
    private static final int MAX_ENTRIES = 1_000_000;
    private static final int MAX_LINKS = 16;

    private final Path file;
    private final boolean isTemporary;
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    /** Where the content of a file is in the archive. */
    private record Part(long offset, long size) {}

    private TarFiles(Path file, boolean isTemporary) {
        this.file = file;
        this.isTemporary = isTemporary;
    }

    static TarFiles open(Path archive) throws IOException {
        Compression compression;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            compression = Compression.detect(in);
        }
        boolean isTemporary = compression != Compression.NONE;
        TarFiles files = new TarFiles(isTemporary ? expand(archive, compression) : archive, isTemporary);
        boolean read = false;
        try {
            files.readHeaders(archive);
            read = true;
            return files;
        } finally {
            if (!read) {
                files.close();
            }
        }
    }

    private static Path expand(Path archive, Compression compression) throws IOException {
        Path temporary = Files.createTempFile("anyarch-archive-", ".tar");
        boolean complete = false;
        try (InputStream in = ExpansionLimit.LAYER.expand(Files.newInputStream(archive), compression,
                "expand " + archive)) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            complete = true;
            return temporary;
        } finally {
            if (!complete) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private void readHeaders(Path archive) throws IOException {
        try (TarReader tar = new TarReader(FileSlice.open(file, 0, Files.size(file)))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarEntry entry = next.get();
                String name = normalize(entry.path());
                if (entry.type() == TarType.FILE) {
                    parts.put(name, new Part(tar.contentOffset(), entry.size()));
                    links.remove(name);
                } else if (entry.type() == TarType.HARD_LINK) {
                    links.put(name, normalize(entry.linkName()));
                } else if (entry.type() == TarType.SYMBOLIC_LINK) {
                    int slash = name.lastIndexOf('/');
                    links.put(name, normalize(name.substring(0, slash + 1) + entry.linkName()));
                }
                if (parts.size() + links.size() > MAX_ENTRIES) {
                    throw new InvalidContentException("read %s: expected at most %d files in an archive of images"
                            .formatted(archive, MAX_ENTRIES));
                }
            }
        } catch (InvalidContentException e) {
            throw new InvalidContentException("read %s: %s".formatted(archive, e.getMessage()), e);
        }
    }

    @Override
    public OptionalLong size(String name) {
        Optional<Part> part = find(name);
        return part.isPresent() ? OptionalLong.of(part.get().size()) : OptionalLong.empty();
    }

    @Override
    public InputStream open(String name, long offset, long length) throws IOException {
        Part part = find(name).orElseThrow(() -> new NoSuchFileException(name));
        return FileSlice.open(file, part.offset() + offset, length);
    }

    /** The whole of a small file. */
    byte[] read(String name, int limit) throws IOException {
        long size = size(name).orElseThrow(() -> new NoSuchFileException(name));
        if (size > limit) {
            throw new InvalidContentException("%s: expected at most %d bytes, found %d".formatted(name, limit, size));
        }
        try (InputStream in = open(name, 0, size)) {
            return in.readAllBytes();
        }
    }

    private Optional<Part> find(String name) {
        String at = normalize(name);
        for (int followed = 0; followed < MAX_LINKS && links.containsKey(at); followed++) {
            at = links.getOrDefault(at, at);
        }
        return Optional.ofNullable(parts.get(at));
    }

    /** A name without {@code .}, {@code ..} and empty parts; nothing leads out of an archive. */
    private static String normalize(String path) {
        Deque<String> normal = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                normal.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                normal.add(part);
            }
        }
        return String.join("/", normal);
    }

    @Override
    public void close() throws IOException {
        if (isTemporary) {
            Files.deleteIfExists(file);
        }
    }
}
