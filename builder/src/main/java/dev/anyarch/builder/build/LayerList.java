package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
    private static final int VERSION = 2;
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
        out.writeChar(entry.type().flag());
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
        try (GZIPInputStream expanded = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            // a buffer and not a stream, which would be asked for every byte at every start of an image
            ByteBuffer in = ByteBuffer.wrap(expanded.readAllBytes());
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            int count = in.getInt();
            List<LayerEntry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long offset = in.getLong();
                TarEntry header = entry(in);
                entries.add(new LayerEntry(header, offset == NO_CONTENT
                        ? FileContent.EMPTY
                        : new FileContent.Archived(archive, offset, header.size())));
            }
            return in.hasRemaining() ? Optional.empty() : Optional.of(entries);
        } catch (IOException | IllegalArgumentException | BufferUnderflowException
                | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static TarEntry entry(ByteBuffer in) {
        String path = text(in);
        TarType type = TarType.ofFlag(in.getChar());
        int mode = in.getInt();
        long uid = in.getLong();
        long gid = in.getLong();
        long size = in.getLong();
        Instant mtime = Instant.ofEpochSecond(in.getLong(), in.getInt());
        String linkName = text(in);
        long major = in.getLong();
        long minor = in.getLong();
        int count = in.getInt();
        SortedMap<String, XattrValue> xattrs = count == 0 ? Collections.emptySortedMap() : new TreeMap<>();
        for (int left = count; left > 0; left--) {
            xattrs.put(text(in), XattrValue.of(bytes(in)));
        }
        return new TarEntry(path, type, mode, uid, gid, size, mtime, linkName, major, minor, xattrs);
    }

    private static String text(ByteBuffer in) {
        return TarText.decode(bytes(in));
    }

    /** What a torn length promises is not allocated. */
    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] read = new byte[length];
        in.get(read);
        return read;
    }
}
