package dev.anyarch.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LayerWriterTest {

    @ParameterizedTest
    @EnumSource(Compression.class)
    void digestAndDiffIdAreThoseOfTheBytes(Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WrittenLayer written = write(out, compression);
        byte[] compressed = out.toByteArray();
        byte[] expanded = compression.decompress(new ByteArrayInputStream(compressed)).readAllBytes();
        assertThat(written.descriptor().digest()).isEqualTo(Digest.sha256(compressed));
        assertThat(written.descriptor().size()).isEqualTo(compressed.length);
        assertThat(written.descriptor().mediaType()).isEqualTo(compression.layerMediaType());
        assertThat(written.diffId()).isEqualTo(Digest.sha256(expanded));
        assertThat(written.expandedSize()).isEqualTo(expanded.length);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void theSameEntriesGiveTheSameLayer(Compression compression) throws IOException {
        assertThat(write(new ByteArrayOutputStream(), compression))
                .isEqualTo(write(new ByteArrayOutputStream(), compression));
    }

    private static WrittenLayer write(ByteArrayOutputStream out, Compression compression) throws IOException {
        try (LayerWriter layer = new LayerWriter(out, compression)) {
            byte[] content = ParallelGzipOutputStreamTest.text(500_000);
            layer.add(TarEntry.directory("bin", 0755));
            layer.add(TarEntry.file("bin/tool", 0755, content.length), new ByteArrayInputStream(content));
            layer.add(TarEntry.hardLink("bin/same", "bin/tool"));
            return layer.finish();
        }
    }
}
