package dev.anyarch.builder.build;

import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An expanded tar archive in a temporary file: any entry can be read again. For several threads. */
final class SpooledArchive implements FileContent.Archive {
    private final Path file;
    private final Digest digest;

    private SpooledArchive(Path file, Digest digest) {
        this.file = file;
        this.digest = digest;
    }

    /** Keeps all of {@code expanded} in {@code file}. */
    static SpooledArchive spool(InputStream expanded, Path file) throws IOException {
        try (OutputStream out = NamedOutputStream.open(file);
                DigestingOutputStream digesting = new DigestingOutputStream(out)) {
            expanded.transferTo(digesting);
            return new SpooledArchive(file, digesting.digest());
        }
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public InputStream open(long offset, long size) throws IOException {
        FileChannel channel = FileChannel.open(file);
        channel.position(offset);
        return new ExactInputStream(Channels.newInputStream(channel), size);
    }

    List<LayerEntry> entries(String subject) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return index(in, this, subject);
        }
    }

    /**
     * The headers of a tar archive with pointers to the content; everything is read.
     *
     * @param archive where the content can be read later
     */
    static List<LayerEntry> index(InputStream expanded, FileContent.Archive archive, String subject)
            throws IOException {
        return index(expanded, archive, subject, (_, _) -> {});
    }

    /**
     * As {@link #index(InputStream, FileContent.Archive, String)}.
     *
     * @param consumer given each entry with its content
     */
    static List<LayerEntry> index(InputStream expanded, FileContent.Archive archive, String subject,
            LayerSource.EntryConsumer consumer) throws IOException {
        List<LayerEntry> entries = new ArrayList<>();
        try {
            TarReader tar = new TarReader(expanded);
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                BuildLimits.requireFewEntries(entries.size());
                TarEntry entry = next.get();
                entries.add(new LayerEntry(entry, entry.type() == TarType.FILE && entry.size() > 0
                        ? new FileContent.Archived(archive, tar.contentOffset(), entry.size())
                        : FileContent.EMPTY));
                consumer.accept(entry, tar.content());
            }
            return entries;
        } catch (InvalidContentException e) {
            throw new InvalidContentException("%s: %s".formatted(subject, e.getMessage()), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileContent.Archive that && digest.equals(that.digest());
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }
}
