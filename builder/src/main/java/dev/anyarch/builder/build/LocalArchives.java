package dev.anyarch.builder.build;

import dev.anyarch.content.Compression;
import dev.anyarch.content.LimitedInputStream;
import dev.anyarch.content.TarReader;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Tar archives that ADD unpacks: plain, gzip, bzip2, xz or zstd, told by their content and never by their name. Each is
 * expanded once for all platforms. For several threads.
 */
final class LocalArchives {
    private static final int MAGIC = 6;
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
    private static final long GRACE = 16 << 20;
    /** Enough for any archive that xz makes itself (its level 9 takes 65 MiB), and a bound for those it does not. */
    private static final int XZ_MEMORY_KIB = 512 * 1024;

    private final Scratch scratch;
    private final Optional<ContentDigests> contents;
    private final Once<FileContent, Optional<Directory>> archives = new Once<>();

    /** @param contents what the files of the context have to be, when that was looked at before */
    LocalArchives(Scratch scratch, Optional<ContentDigests> contents) {
        this.scratch = scratch;
        this.contents = contents;
    }

    /** The tree in the archive; empty when the file is not an archive. */
    Optional<Directory> open(String name, Leaf file) throws IOException, InterruptedException {
        return archives.get(file.content(), () -> isArchive(file) ? Optional.of(unpack(name, file)) : Optional.empty());
    }

    /** Whether the first header is one; what cannot be read at all fails when it is copied as it is. */
    private static boolean isArchive(Leaf file) {
        try (InputStream in = new BufferedInputStream(file.content().open());
                TarReader tar = new TarReader(expand(in, file, "archive", false))) {
            return tar.next().isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    private Directory unpack(String name, Leaf file) throws IOException, InterruptedException {
        String subject = "archive " + name;
        try {
            return tree(spool(subject, file).entries(subject), subject).root();
        } catch (InvalidContentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(subject)
                    ? e
                    : new InvalidContentException("%s: %s".formatted(subject, message), e);
        }
    }

    private static FileTree tree(List<LayerEntry> entries, String subject) throws IOException {
        FileTree tree = new FileTree();
        try {
            for (LayerEntry entry : entries) {
                ArchiveEntries.requireInside(entry.header(), tree);
                tree.add(ArchiveEntries.asUnpacked(entry));
            }
            return tree;
        } catch (FileSystemException e) {
            throw new InvalidContentException("%s: %s".formatted(subject, e.getMessage()), e);
        }
    }

    private SpooledArchive spool(String subject, Leaf file) throws IOException, InterruptedException {
        try (InputStream in = new BufferedInputStream(unchanged(file));
                InputStream expanded = expand(in, file, subject, true)) {
            SpooledArchive archive = SpooledArchive.spool(expanded, scratch.newFile());
            // what is behind the compressed data belongs to the file, too
            in.transferTo(OutputStream.nullOutputStream());
            return archive;
        } catch (InvalidContentException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // the libraries say nothing when the data end
            throw new InvalidContentException(e.getMessage() == null
                    ? "the compressed data end early, or something else is behind them"
                    : e.getMessage(), e);
        }
    }

    /** The step was told apart from others by what is in a file of the context, which anybody may change meanwhile. */
    private InputStream unchanged(Leaf file) throws IOException, InterruptedException {
        if (!(file.content() instanceof FileContent.Host host) || host.stamp().isEmpty()) {
            return file.content().open();
        }
        Optional<Digest> expected = contents.isPresent() ? Optional.of(contents.get().of(host)) : Optional.empty();
        return new UnchangedInputStream(host.open(), file.metadata().size(), expected, host.path());
    }

    /** @param isWhole whether everything will be read, to the end of what may be several archives in a row */
    private static InputStream expand(InputStream in, Leaf file, String subject, boolean isWhole) throws IOException {
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        Compression compression = Compression.detect(magic);
        return compression != Compression.NONE
                ? BuildLimits.EXPANSION.expand(in, compression, subject)
                : new LimitedInputStream(expandOther(in, magic, isWhole), maxBytes(file.metadata().size()), subject);
    }

    private static InputStream expandOther(InputStream in, byte[] magic, boolean isWhole) throws IOException {
        if (Arrays.equals(magic, XZ)) {
            return new XZInputStream(in, XZ_MEMORY_KIB);
        }
        return isBzip2(magic) ? new BZip2CompressorInputStream(in, isWhole) : in;
    }

    private static boolean isBzip2(byte[] start) {
        return start.length >= 3 && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h';
    }

    /** What was meant to be an archive when it is none; empty when that cannot be told from how it begins. */
    static Optional<String> brokenArchive(byte[] start) {
        Compression compression = Compression.detect(start);
        Optional<String> name = compression != Compression.NONE
                ? Optional.of(compression.name().toLowerCase(Locale.ROOT))
                : Arrays.equals(Arrays.copyOf(start, MAGIC), XZ)
                        ? Optional.of("xz")
                        : isBzip2(start) ? Optional.of("bzip2") : Optional.empty();
        boolean isEmpty = start.length > 0 && Arrays.equals(start, new byte[start.length]);
        return name.map("%s data that are damaged, or hold no archive"::formatted)
                .or(() -> isEmpty ? Optional.of("an archive with nothing in it") : Optional.empty());
    }

    private static long maxBytes(long compressed) {
        return Math.min(BuildLimits.EXPANSION.maxBytes(), GRACE + compressed * BuildLimits.EXPANSION.maxRatio());
    }
}
