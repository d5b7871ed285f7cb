package dev.anyarch.builder.build;

import dev.anyarch.content.Compression;
import dev.anyarch.content.LimitedInputStream;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.model.InvalidContentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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
    private final Once<FileContent, Optional<Directory>> archives = new Once<>();

    LocalArchives(Scratch scratch) {
        this.scratch = scratch;
    }

    /** The tree in the archive; empty when the file is not an archive. */
    Optional<Directory> open(String name, Leaf file) throws IOException, InterruptedException {
        return archives.get(file.content(), () -> isArchive(file) ? Optional.of(unpack(name, file)) : Optional.empty());
    }

    /** Whether the first header is one; what cannot be read at all fails when it is copied as it is. */
    private static boolean isArchive(Leaf file) {
        try (InputStream in = expand(file, "archive"); TarReader tar = new TarReader(in)) {
            return tar.next().isPresent();
        } catch (IOException _) {
            return false;
        }
    }

    private Directory unpack(String name, Leaf file) throws IOException {
        String subject = "archive " + name;
        SpooledArchive archive;
        try (InputStream expanded = expand(file, subject)) {
            archive = SpooledArchive.spool(expanded, scratch.newFile());
        } catch (InvalidContentException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidContentException("%s: %s".formatted(subject, e.getMessage()), e);
        }
        FileTree tree = new FileTree();
        for (LayerEntry entry : archive.entries(subject)) {
            requireInside(subject, entry, tree);
            tree.add(entry);
        }
        return tree.root();
    }

    private static void requireInside(String subject, LayerEntry entry, FileTree tree) throws IOException {
        String path = entry.header().path();
        if (Arrays.asList(path.split("/", -1)).contains("..")) {
            throw new InvalidContentException("%s: entry '%s' leads out of the archive".formatted(subject, path));
        }
        if (entry.header().type() == TarType.HARD_LINK
                && Arrays.asList(entry.header().linkName().split("/", -1)).contains("..")) {
            throw new InvalidContentException("%s: entry '%s': hard link to '%s' leads out of the archive"
                    .formatted(subject, path, entry.header().linkName()));
        }
        int slash = path.lastIndexOf('/');
        TreePath parent = tree.resolve(slash < 0 ? "" : path.substring(0, slash), false);
        String written = IgnoreRules.clean("/" + (slash < 0 ? "" : path.substring(0, slash)));
        if (!parent.text().equals(written) || parent.node().filter(Node::isSymbolicLink).isPresent()) {
            throw new InvalidContentException("%s: entry '%s' goes through a symbolic link of the archive"
                    .formatted(subject, path));
        }
    }

    private static InputStream expand(Leaf file, String subject) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file.content().open());
        try {
            in.mark(MAGIC);
            byte[] magic = in.readNBytes(MAGIC);
            in.reset();
            Compression compression = Compression.detect(magic);
            if (compression != Compression.NONE) {
                return BuildLimits.EXPANSION.expand(in, compression, subject);
            }
            return new LimitedInputStream(expandOther(in, magic), maxBytes(file.metadata().size()), subject);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream expandOther(InputStream in, byte[] magic) throws IOException {
        if (Arrays.equals(magic, XZ)) {
            return new XZInputStream(in, XZ_MEMORY_KIB);
        }
        boolean isBzip2 = magic.length >= 3 && magic[0] == 'B' && magic[1] == 'Z' && magic[2] == 'h';
        return isBzip2 ? new BZip2CompressorInputStream(in, true) : in;
    }

    private static long maxBytes(long compressed) {
        return Math.min(BuildLimits.EXPANSION.maxBytes(), GRACE + compressed * BuildLimits.EXPANSION.maxRatio());
    }
}
