package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LayerListTest {
    private static final FileContent.Archive ARCHIVE = new FileContent.Archive() {
        @Override
        public Digest digest() {
            return Digest.sha256(new byte[0]);
        }

        @Override
        public InputStream open(long offset, long size) {
            return InputStream.nullInputStream();
        }
    };
    private static final List<LayerEntry> ENTRIES = List.of(
            new LayerEntry(TarEntry.directory(TarText.decode(new byte[]{'d', (byte) 0xff}), 01777), FileContent.EMPTY),
            new LayerEntry(TarEntry.file("d/ä", 04755, 7)
                    .withOwner(1, 4_000_000_000L)
                    .withMtime(Instant.ofEpochSecond(-1, 5))
                    .withXattrs(Map.of("user.x", XattrValue.of(new byte[]{0, (byte) 0x80}))),
                    new FileContent.Archived(ARCHIVE, 1L << 40, 7)),
            new LayerEntry(TarEntry.symbolicLink("l", "../d"), FileContent.EMPTY),
            new LayerEntry(TarEntry.hardLink("h", "d/ä"), FileContent.EMPTY), new LayerEntry(new TarEntry("c",
                    TarType.CHARACTER_DEVICE, 0600, 0, 0, 0, Instant.EPOCH, "", 5, 1, new TreeMap<>()),
                    FileContent.EMPTY));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(LayerList.read(LayerList.write(ENTRIES).orElseThrow(), ARCHIVE)).contains(ENTRIES);
    }

    @Test
    void aTornOneIsNothing() throws IOException {
        byte[] whole = LayerList.write(ENTRIES).orElseThrow();
        for (int length = 0; length < whole.length; length++) {
            assertThat(LayerList.read(Arrays.copyOf(whole, length), ARCHIVE)).as("%d bytes", length).isEmpty();
        }
        byte[] wrong = whole.clone();
        wrong[whole.length / 2] ^= 1;
        assertThat(LayerList.read(wrong, ARCHIVE)).isEmpty();
    }
}
