package dev.anyarch.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TarRoundTripTest {

    /** An entry with its content, as it goes in and comes out. */
    record Content(TarEntry entry, String text) {}

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("contents") List<Content> contents) throws IOException {
        assertThat(read(write(contents))).isEqualTo(contents);
    }

    @Property(tries = 100)
    void theSameEntriesGiveTheSameBytes(@ForAll("contents") List<Content> contents) throws IOException {
        assertThat(write(contents)).isEqualTo(write(contents));
    }

    @Provide
    Arbitrary<List<Content>> contents() {
        return content().list().ofMaxSize(6);
    }

    private Arbitrary<Content> content() {
        Arbitrary<String> paths = Arbitraries.oneOf(
                Arbitraries.strings().withChars("abc/._-").ofMinLength(1).ofMaxLength(300),
                Arbitraries.strings()
                        .all()
                        .excludeChars('\0')
                        .ofMinLength(1)
                        .ofMaxLength(120)
                        .map(text -> TarText.decode(TarText.encode(text))))
                .filter(path -> !path.isEmpty() && !path.equals("/"))
                .map(path -> path.endsWith("/") ? path + "x" : path);
        Arbitrary<Long> numbers = Arbitraries.longs()
                .between(0, 1L << 40)
                .edgeCases(edges -> edges.add(0L, 07777777L,
                        010000000L, 0xffffffffL));
        Arbitrary<Instant> times = Arbitraries.longs()
                .between(-100_000_000_000L, 100_000_000_000L)
                .map(Instant::ofEpochSecond);
        Arbitrary<Map<String, XattrValue>> xattrs = Arbitraries.maps(
                Arbitraries.strings().withChars("abc._").ofMinLength(1).ofMaxLength(20).map(name -> "user." + name),
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40).map(XattrValue::of)).ofMaxSize(3);
        return Combinators.combine(paths, Arbitraries.of(TarType.class), Arbitraries.integers().between(0, 07777),
                numbers, numbers, times, paths, xattrs).as(TarRoundTripTest::make);
    }

    private static Content make(String path, TarType type, int mode, long uid, long gid, Instant mtime, String other,
            Map<String, XattrValue> xattrs) {
        String text = type == TarType.FILE ? other.repeat(3) : "";
        return new Content(new TarEntry(path, type, mode, uid, gid, TarText.encode(text).length, mtime,
                type.isLink() ? other : "", type.isDevice() ? uid & 07777777 : 0, type.isDevice() ? gid & 07777777 : 0,
                new TreeMap<>(xattrs)), text);
    }

    @Test
    void aNameThatIsNotUtf8KeepsItsBytes() throws IOException {
        byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9, '/', (byte) 0xff, (byte) 0xc3, (byte) 0xa9};
        String path = TarText.decode(latin1);
        assertThat(path).endsWith("é");
        assertThat(TarText.encode(path)).isEqualTo(latin1);
        assertThat(read(write(List.of(new Content(TarEntry.directory(path, 0755), "")))).getFirst().entry().path())
                .isEqualTo(path);
    }

    @Test
    void aSizeBeyondOctalIsWrittenAsPaxRecord() throws IOException {
        long size = 9L << 30;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        assertThatThrownBy(() -> tar.add(TarEntry.file("big", 0644, size), new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected 9663676416 bytes, found 1");
        try (TarReader reader = new TarReader(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(reader.next().orElseThrow().size()).isEqualTo(size);
        }
    }

    @Test
    void contentOfAnotherSizeIsRefused() {
        TarWriter tar = new TarWriter(new ByteArrayOutputStream());
        assertThatThrownBy(() -> tar.add(TarEntry.file("a", 0644, 3), new ByteArrayInputStream(new byte[4])))
                .hasMessageContaining("expected 3 bytes, found more");
    }

    @Test
    void skippedContentDoesNotDisturbTheNextEntry() throws IOException {
        TarEntry first = TarEntry.file("first", 0644, 1000);
        TarEntry second = TarEntry.file("second", 0644, 6);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.add(first, new ByteArrayInputStream(new byte[1000]));
            tar.add(second, new ByteArrayInputStream("second".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        byte[] archive = out.toByteArray();
        try (TarReader reader = new TarReader(new ByteArrayInputStream(archive))) {
            assertThat(reader.next()).contains(first);
            assertThat(reader.content().readNBytes(10)).hasSize(10);
            assertThat(reader.next()).contains(second);
            int offset = (int) reader.contentOffset();
            assertThat(Arrays.copyOfRange(archive, offset, offset + 6)).asString().isEqualTo("second");
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    private static byte[] write(List<Content> contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            for (Content content : contents) {
                tar.add(content.entry(), new ByteArrayInputStream(TarText.encode(content.text())));
            }
        }
        return out.toByteArray();
    }

    private static List<Content> read(byte[] archive) throws IOException {
        List<Content> contents = new ArrayList<>();
        try (TarReader tar = new TarReader(new ByteArrayInputStream(archive))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                contents.add(new Content(next.get(), TarText.decode(tar.content().readAllBytes())));
            }
        }
        return contents;
    }
}
