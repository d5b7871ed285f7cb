package dev.anyarch.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The blocks in front of an entry's content: a ustar header (POSIX.1-1988), after a PAX header where needed. */
final class TarHeader {
    private static final int NAME_LENGTH = 100;
    private static final int PREFIX_LENGTH = 155;
    private static final long MAX_OCTAL_7 = 07777777;
    private static final long MAX_OCTAL_11 = 077777777777L;
    private static final byte PAX = 'x';
    private static final byte[] MAGIC = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    private final byte[] block = new byte[TarWriter.BLOCK];

    private TarHeader() {}

    static byte[] encode(TarEntry entry) {
        String path = entry.type() == TarType.DIRECTORY && !entry.path().equals("/")
                ? entry.path() + "/"
                : entry.path();
        SortedMap<String, byte[]> records = paxRecords(entry, path);
        if (records.isEmpty()) {
            return ustar(entry, path);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(3 * TarWriter.BLOCK);
        byte[] body = encodeRecords(records);
        TarHeader pax = new TarHeader();
        pax.name(ascii("PaxHeaders/" + path.substring(0, Math.min(path.length(), 80))));
        pax.numbers(0644, 0, 0, body.length, 0, PAX);
        out.writeBytes(pax.seal());
        out.writeBytes(body);
        out.writeBytes(new byte[TarWriter.padding(body.length)]);
        out.writeBytes(ustar(entry, path));
        return out.toByteArray();
    }

    private static byte[] ustar(TarEntry entry, String path) {
        TarHeader header = new TarHeader();
        header.name(ascii(path));
        header.numbers(entry.mode(), fit(entry.uid(), MAX_OCTAL_7), fit(entry.gid(), MAX_OCTAL_7),
                fit(entry.size(), MAX_OCTAL_11), fit(entry.mtime().getEpochSecond(), MAX_OCTAL_11),
                (byte) entry.type().flag());
        header.text(157, NAME_LENGTH, ascii(entry.linkName()));
        if (entry.devMajor() > MAX_OCTAL_7 || entry.devMinor() > MAX_OCTAL_7) {
            throw new IllegalArgumentException("tar entry '%s': device %d,%d: expected numbers up to %d"
                    .formatted(entry.path(), entry.devMajor(), entry.devMinor(), MAX_OCTAL_7));
        }
        header.octal(329, 8, entry.devMajor());
        header.octal(337, 8, entry.devMinor());
        return header.seal();
    }

    private static SortedMap<String, byte[]> paxRecords(TarEntry entry, String path) {
        SortedMap<String, byte[]> records = new TreeMap<>();
        if (!isAscii(path) || splitAt(path) < 0) {
            records.put("path", TarText.encode(path));
        }
        if (!isAscii(entry.linkName()) || entry.linkName().length() > NAME_LENGTH) {
            records.put("linkpath", TarText.encode(entry.linkName()));
        }
        putUnlessFit(records, "uid", entry.uid(), MAX_OCTAL_7);
        putUnlessFit(records, "gid", entry.gid(), MAX_OCTAL_7);
        putUnlessFit(records, "size", entry.size(), MAX_OCTAL_11);
        putUnlessFit(records, "mtime", entry.mtime().getEpochSecond(), MAX_OCTAL_11);
        for (Map.Entry<String, XattrValue> xattr : entry.xattrs().entrySet()) {
            records.put(PaxRecords.XATTR_PREFIX + xattr.getKey(), xattr.getValue().bytes());
        }
        return records;
    }

    private static void putUnlessFit(Map<String, byte[]> records, String name, long value, long max) {
        if (value < 0 || value > max) {
            records.put(name, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static byte[] encodeRecords(SortedMap<String, byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach((name, value) -> {
            byte[] key = TarText.encode(name);
            int rest = key.length + value.length + 3;
            int length = rest + Integer.toString(rest).length();
            // the length counts its own digits: one more digit may be needed for counting one digit more
            length = rest + Integer.toString(length).length();
            out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
            out.write(' ');
            out.writeBytes(key);
            out.write('=');
            out.writeBytes(value);
            out.write('\n');
        });
        return out.toByteArray();
    }

    /** What a field holds when the value does not fit: nothing, because the PAX record counts. */
    private static long fit(long value, long max) {
        return value < 0 || value > max ? 0 : value;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** For a reader without PAX: something readable in place of what it cannot know. */
    private static byte[] ascii(String text) {
        if (isAscii(text) && text.indexOf(0) < 0) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] readable = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (!Character.isLowSurrogate(next) || i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))) {
                readable[length++] = next >= 0x01 && next < 0x80 ? (byte) next : (byte) '_';
            }
        }
        return Arrays.copyOf(readable, length);
    }

    /** Where a path divides into prefix and name; 0 when the name is enough; -1 when ustar cannot hold it. */
    private static int splitAt(String path) {
        if (path.length() <= NAME_LENGTH) {
            return 0;
        }
        int slash = path.indexOf('/', path.length() - NAME_LENGTH - 1);
        return slash > 0 && slash <= PREFIX_LENGTH && slash < path.length() - 1 ? slash : -1;
    }

    private void name(byte[] path) {
        int split = path.length <= NAME_LENGTH ? 0 : splitAt(new String(path, StandardCharsets.US_ASCII));
        if (split <= 0) {
            text(0, NAME_LENGTH, path);
        } else {
            text(345, PREFIX_LENGTH, Arrays.copyOf(path, split));
            text(0, NAME_LENGTH, Arrays.copyOfRange(path, split + 1, path.length));
        }
    }

    private void numbers(int mode, long uid, long gid, long size, long mtime, byte type) {
        octal(100, 8, mode);
        octal(108, 8, uid);
        octal(116, 8, gid);
        octal(124, 12, size);
        octal(136, 12, mtime);
        block[156] = type;
        text(257, 8, MAGIC);
    }

    private void text(int offset, int length, byte[] text) {
        System.arraycopy(text, 0, block, offset, Math.min(length, text.length));
    }

    private void octal(int offset, int length, long value) {
        long rest = value;
        for (int at = offset + length - 2; at >= offset; at--) {
            block[at] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    private byte[] seal() {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(148, 7, sum);
        block[154] = 0;
        return block;
    }
}
