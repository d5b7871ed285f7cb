package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The headers of a layer, and where its files are, as bytes that tell whether they are whole. A pure function both ways. */
final class LayerList {
    /** Another one is nothing to a reader. */
    private static final int VERSION = 1;
    private static final long NO_CONTENT = -1;

    private LayerList() {}

    /** Empty for a list that points elsewhere than into one archive. */
    static Optional<byte[]> write(List<LayerEntry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(bytes)))) {
            out.writeByte(VERSION);
            out.writeInt(entries.size());
            for (LayerEntry entry : entries) {
                if (entry.content() instanceof FileContent.Archived archived) {
                    out.writeLong(archived.offset());
                } else if (entry.content().equals(FileContent.EMPTY)) {
                    out.writeLong(NO_CONTENT);
                } else {
                    return Optional.empty();
                }
                write(out, entry.header());
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, TarEntry entry) throws IOException {
        write(out, TarText.encode(entry.path()));
        write(out, TarText.encode(entry.type().name()));
        out.writeInt(entry.mode());
        out.writeLong(entry.uid());
        out.writeLong(entry.gid());
        out.writeLong(entry.size());
        write(out, entry.mtime());
        write(out, TarText.encode(entry.linkName()));
        out.writeLong(entry.devMajor());
        out.writeLong(entry.devMinor());
        out.writeInt(entry.xattrs().size());
        for (Map.Entry<String, XattrValue> xattr : entry.xattrs().entrySet()) {
            write(out, TarText.encode(xattr.getKey()));
            write(out, xattr.getValue().bytes());
        }
    }

    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static void write(DataOutputStream out, byte[] text) throws IOException {
        out.writeInt(text.length);
        out.write(text);
    }

    /**
     * Reads what {@link #write} wrote; empty when it is torn, or of another version.
     *
     * @param archive that the files are in
     */
    static Optional<List<LayerEntry>> read(byte[] bytes, FileContent.Archive archive) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes))))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            int count = in.readInt();
            List<LayerEntry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long offset = in.readLong();
                TarEntry header = entry(in);
                entries.add(new LayerEntry(header, offset == NO_CONTENT
                        ? FileContent.EMPTY
                        : new FileContent.Archived(archive, offset, header.size())));
            }
            return in.read() < 0 ? Optional.of(entries) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static TarEntry entry(DataInputStream in) throws IOException {
        String path = text(in);
        TarType type = TarType.valueOf(text(in));
        int mode = in.readInt();
        long uid = in.readLong();
        long gid = in.readLong();
        long size = in.readLong();
        Instant mtime = Instant.ofEpochSecond(in.readLong(), in.readInt());
        String linkName = text(in);
        long major = in.readLong();
        long minor = in.readLong();
        SortedMap<String, XattrValue> xattrs = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            xattrs.put(text(in), XattrValue.of(bytes(in)));
        }
        return new TarEntry(path, type, mode, uid, gid, size, mtime, linkName, major, minor, xattrs);
    }

    private static String text(DataInputStream in) throws IOException {
        return TarText.decode(bytes(in));
    }

    /** What a torn length promises is not allocated before it has come. */
    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] read = in.readNBytes(length);
        if (read.length != length) {
            throw new IOException("expected %d bytes, found %d".formatted(length, read.length));
        }
        return read;
    }
}
