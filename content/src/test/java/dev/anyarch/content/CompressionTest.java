package dev.anyarch.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CompressionTest {

    @Property(tries = 200)
    void whatIsCompressedIsExpanded(@ForAll Compression compression, @ForAll @Size(max = 3000) byte[] content)
            throws IOException {
        assertThat(expand(compression, compress(compression, content))).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void compressionIsDetectedByItsFirstBytes(Compression compression) throws IOException {
        byte[] compressed = compress(compression, "content".getBytes(UTF_8));
        InputStream in = new ByteArrayInputStream(compressed);
        assertThat(Compression.detect(in)).isEqualTo(compression);
        assertThat(in.readAllBytes()).as("nothing is consumed").isEqualTo(compressed);
        assertThat(Compression.detect(new byte[0])).isEqualTo(Compression.NONE);
        assertThat(Compression.detect(new byte[]{0x5f, 0x2a, 0x4d, 0x18})).isEqualTo(Compression.ZSTD);
    }

    @ParameterizedTest
    @CsvSource({"application/vnd.oci.image.layer.v1.tar, NONE", "application/vnd.oci.image.layer.v1.tar+gzip, GZIP",
        "application/vnd.oci.image.layer.v1.tar+zstd, ZSTD",
        "application/vnd.docker.image.rootfs.diff.tar.gzip, GZIP",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, GZIP"})
    void mediaTypesSayHowALayerIsCompressed(String mediaType, Compression compression) {
        assertThat(Compression.ofMediaType(new MediaType(mediaType))).isEqualTo(compression);
    }

    @Test
    void allMembersOfAGzipFileAreExpanded() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (String text : new String[]{"one,", "", "two,", "three"}) {
            members.writeBytes(jdkGzip(text));
        }
        members.write(new byte[512]);
        assertThat(expand(Compression.GZIP, members.toByteArray())).asString().isEqualTo("one,two,three");
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(jdkGzip("one,")),
                new ByteArrayInputStream(jdkGzip("two")));
        assertThat(Compression.GZIP.decompress(slow).readAllBytes()).asString().isEqualTo("one,two");
    }

    @Test
    void allFieldsOfAGzipHeaderAreSkipped() throws IOException {
        byte[] plain = jdkGzip("content");
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(new byte[]{0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        full.write(new byte[]{3, 0, 'x', 'y', 'z'});
        full.write("name\0comment\0".getBytes(UTF_8));
        full.write(new byte[]{0, 0});
        full.write(plain, 10, plain.length - 10);
        assertThat(expand(Compression.GZIP, full.toByteArray())).asString().isEqualTo("content");
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = {"GZIP", "ZSTD"})
    void everyTruncationIsNoticed(Compression compression) throws IOException {
        byte[] compressed = compress(compression, ParallelGzipOutputStreamTest.text(300));
        for (int length = 1; length < compressed.length; length++) {
            byte[] truncated = Arrays.copyOf(compressed, length);
            assertThatThrownBy(() -> expand(compression, truncated)).as("%d bytes", length)
                    .isInstanceOf(InvalidContentException.class);
        }
    }

    @Test
    void changedContentIsNoticed() throws IOException {
        byte[] compressed = compress(Compression.GZIP, ParallelGzipOutputStreamTest.text(300));
        byte[] wrongSum = compressed.clone();
        wrongSum[compressed.length - 6] ^= 1;
        assertThatThrownBy(() -> expand(Compression.GZIP, wrongSum)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("CRC");
        byte[] garbage = Arrays.copyOf(compressed, compressed.length + 3);
        garbage[garbage.length - 1] = 7;
        assertThatThrownBy(() -> expand(Compression.GZIP, garbage)).isInstanceOf(InvalidContentException.class);
        assertThatThrownBy(() -> expand(Compression.GZIP, "hello hello hello".getBytes(UTF_8)))
                .isInstanceOf(InvalidContentException.class);
        assertThatThrownBy(() -> expand(Compression.ZSTD, "hello hello hello".getBytes(UTF_8)))
                .isInstanceOf(InvalidContentException.class);
    }

    @Test
    void everyNumberOfZstdWorkersGivesTheSameBytes() throws IOException {
        byte[] content = ParallelGzipOutputStreamTest.text(9_000_000);
        byte[] one = zstd(content, 1);
        assertThat(zstd(content, 2)).isEqualTo(one);
        assertThat(zstd(content, 4)).isEqualTo(one);
    }

    @Test
    void aBombIsStoppedByItsSize() throws IOException {
        byte[] bomb = compress(Compression.GZIP, new byte[64 << 20]);
        ExpansionLimit limit = new ExpansionLimit(1 << 20, 10_000);
        InputStream in = limit.expand(new ByteArrayInputStream(bomb), Compression.GZIP, "layer");
        assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessage("layer: expected at most 1048576 bytes, found more");
    }

    @Test
    void aBombIsStoppedByItsRatio() throws IOException {
        byte[] bomb = compress(Compression.ZSTD, new byte[64 << 20]);
        InputStream in = ExpansionLimit.LAYER.expand(new ByteArrayInputStream(bomb), Compression.ZSTD, "layer");
        assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("expands more than 2000 times");
    }

    @Test
    void contentOfExactlyTheLimitIsFine() throws IOException {
        byte[] content = new byte[1000];
        assertThat(new LimitedInputStream(new ByteArrayInputStream(content), 1000, "x").readAllBytes())
                .isEqualTo(content);
        assertThatThrownBy(() -> new LimitedInputStream(new ByteArrayInputStream(content), 999, "x").readAllBytes())
                .isInstanceOf(InvalidContentException.class);
    }

    private static byte[] compress(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = compression.compress(out)) {
            compressed.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] expand(Compression compression, byte[] compressed) throws IOException {
        try (InputStream in = compression.decompress(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] zstd(byte[] content, int workers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = Compression.zstd(out, 3, workers)) {
            compressed.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] jdkGzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }
}
