package dev.anyarch.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.InvalidContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TarReaderTest {
    private static final String LONG = "d/".repeat(90) + "name";

    @Test
    void gnuLongNamesAndLinksAreRead() throws IOException {
        byte[] archive = join(extension('L', LONG + "\0"), extension('K', LONG + "x\0"), header('2', 0, _ -> {}));
        assertThat(entries(archive)).containsExactly(TarEntry.symbolicLink(LONG, LONG + "x").withMode(0644));
    }

    @Test
    void gnuNumbersInBase256AreRead() throws IOException {
        byte[] archive = join(header('0', 0, block -> {
            Arrays.fill(block, 108, 116, (byte) 0);
            block[108] = (byte) 0x80;
            block[112] = (byte) 0xff;
            block[115] = 1;
            Arrays.fill(block, 136, 148, (byte) 0xff);
        }));
        TarEntry entry = entries(archive).getFirst();
        assertThat(entry.uid()).isEqualTo(0xff000001L);
        assertThat(entry.mtime()).isEqualTo(Instant.ofEpochSecond(-1));
    }

    @Test
    void globalHeadersHoldUntilTheyAreReplaced() throws IOException {
        byte[] archive = join(extension('g', record("uid", "7")), header('0', 0, _ -> {}),
                extension('x', record("uid", "8")), header('0', 0, _ -> {}), header('0', 0, _ -> {}),
                extension('g', record("uid", "9")), header('0', 0, _ -> {}));
        assertThat(entries(archive)).extracting(TarEntry::uid).containsExactly(7L, 8L, 7L, 9L);
    }

    @Test
    void fractionsOfSecondsAreRead() throws IOException {
        byte[] archive = join(extension('x', record("mtime", "-1.25")), header('0', 0, _ -> {}));
        assertThat(entries(archive).getFirst().mtime()).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
    }

    @Test
    void aFileWhoseNameEndsWithASlashIsADirectory() throws IOException {
        byte[] archive = join(header('\0', 0, block -> block[1] = '/'));
        assertThat(entries(archive)).containsExactly(TarEntry.directory("n", 0644));
    }

    @Test
    void xattrsKeepAllBytes() throws IOException {
        byte[] archive = join(extension('x', record("SCHILY.xattr.security.capability", "\1\0\0\2=\n\u00ff")),
                header('0', 0, _ -> {}));
        assertThat(entries(archive).getFirst().xattrs()).isEqualTo(Map.of("security.capability",
                XattrValue.of(new byte[]{1, 0, 0, 2, '=', '\n', (byte) 0xff})));
    }

    @Test
    void theLastFileMayLackItsPadding() throws IOException {
        byte[] archive = Arrays.copyOf(join(header('0', 3, _ -> {}), new byte[3]), 515);
        assertThat(entries(archive)).hasSize(1);
    }

    @Test
    void malformedArchivesAreRefusedWithTheReason() {
        refuses("checksum mismatch", damaged(header('0', 0, _ -> {}), 0));
        refuses("octal", header('0', 0, block -> block[125] = 'z'));
        refuses("uid", header('0', 0, block -> Arrays.fill(block, 108, 116, (byte) 0xff)));
        refuses("unknown type flag 0x5a", header('Z', 0, _ -> {}));
        refuses("without a name", header('0', 0, block -> block[0] = 0));
        refuses("link without a target", header('1', 0, _ -> {}));
        refuses("sparse", header('S', 0, _ -> {}));
        refuses("sparse", extension('x', record("GNU.sparse.major", "1")), header('0', 0, _ -> {}));
        refuses("extended header of 2000000 bytes", header('x', 2_000_000, _ -> {}));
        refuses("two extended headers", extension('x', record("uid", "1")), extension('x', record("uid", "2")),
                header('0', 0, _ -> {}));
        refuses("for all entries", extension('g', record("path", "x")), header('0', 0, _ -> {}));
        refuses("expected a record", extension('x', "99 a=b\n"), header('0', 0, _ -> {}));
        refuses("expected a record", extension('x', "99999999999999999999 a=b\n"), header('0', 0, _ -> {}));
        refuses("expected a record", extension('x', "5 ab\n"), header('0', 0, _ -> {}));
        refuses("'size': expected a number", extension('x', record("size", "-1")), header('0', 0, _ -> {}));
        refuses("'mtime': expected a number", extension('x', record("mtime", "1e9")), header('0', 0, _ -> {}));
        refuses("'mtime': expected a number", extension('x', record("mtime", "9".repeat(30))), header('0', 0, _ -> {}));
        refuses("contains NUL", extension('x', record("path", "a\0b")), header('0', 0, _ -> {}));
        refuses("between an extended header and its entry", extension('x', record("uid", "1")), new byte[1024]);
        refuses("second empty block", new byte[512], header('0', 0, _ -> {}));
        refuses("found 100 bytes", new byte[100]);
        refuses("ends 1000 bytes early", header('0', 1000, _ -> {}));
    }

    @Property(tries = 2000)
    void randomBytesNeverDoMoreThanBeRefused(@ForAll @Size(max = 2000) byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Property(tries = 3000)
    void damagedArchivesNeverDoMoreThanBeRefused(@ForAll @IntRange(max = 5119) int position, @ForAll byte value,
            @ForAll @IntRange(max = 5119) int length, @ForAll boolean repairSums) throws IOException {
        byte[] archive = join(extension('x', record("path", LONG) + record("mtime", "12.5")), header('0', 600, _ -> {}),
                new byte[1024], extension('L', LONG), header('5', 0, _ -> {}), new byte[512]);
        archive[position % archive.length] = value;
        if (repairSums) {
            for (int at = 0; at + 512 <= archive.length; at += 512) {
                seal(archive, at);
            }
        }
        readOrRefuse(archive);
        readOrRefuse(Arrays.copyOf(archive, Math.min(length, archive.length)));
    }

    /** Any exception but these two fails the test. */
    private static void readOrRefuse(byte[] archive) {
        try {
            assertThat(entries(archive)).isNotNull();
        } catch (InvalidContentException e) {
            assertThat(e).hasMessageContaining("tar");
        } catch (IOException e) {
            throw new AssertionError("expected InvalidContentException", e);
        }
    }

    private static void refuses(String reason, byte[]... blocks) {
        assertThatThrownBy(() -> entries(join(blocks))).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(reason);
    }

    private static List<TarEntry> entries(byte[] archive) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                entries.add(next.get());
                tar.content().transferTo(OutputStream.nullOutputStream());
            }
        }
        return entries;
    }

    private static byte[] header(char flag, long size, Consumer<byte[]> changes) {
        byte[] block = new byte[512];
        block[0] = 'n';
        put(block, 100, "0000644");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        put(block, 124, "%011o".formatted(size));
        put(block, 136, "00000000000");
        block[156] = (byte) flag;
        put(block, 257, "ustar\00000");
        changes.accept(block);
        seal(block, 0);
        return block;
    }

    private static byte[] extension(char flag, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        return join(header(flag, bytes.length, _ -> {}), Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
    }

    private static String record(String name, String value) {
        int length = name.length() + value.length() + 3;
        length += Integer.toString(length + 2).length();
        return "%d %s=%s\n".formatted(length, name, value);
    }

    private static byte[] damaged(byte[] bytes, int at) {
        bytes[at] ^= 1;
        return bytes;
    }

    private static void seal(byte[] block, int start) {
        put(block, start + 148, "        ");
        int sum = 0;
        for (int i = start; i < start + 512; i++) {
            sum += block[i] & 0xff;
        }
        put(block, start + 148, "%06o\0".formatted(sum));
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
