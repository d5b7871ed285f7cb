package dev.anyarch.content;

import dev.anyarch.model.Descriptor;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes a layer in one pass: tar, compressed, with both digests. The same entries in the same order give the same bytes.
 * For one thread.
 *
 * <pre>{@code
 * try (LayerWriter layer = new LayerWriter(Files.newOutputStream(file), Compression.GZIP)) {
 *     layer.add(TarEntry.directory("etc", 0755));
 *     WrittenLayer written = layer.finish();
 * }
 * }</pre>
 */
public final class LayerWriter implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Compression compression;
    private final DigestingOutputStream compressed;
    private final DigestingOutputStream expanded;
    private final TarWriter tar;

    /**
     * @param out closed with the layer
     */
    public LayerWriter(OutputStream out, Compression compression) throws IOException {
        this.compression = compression;
        this.compressed = new DigestingOutputStream(out);
        this.expanded = new DigestingOutputStream(compression.compress(compressed));
        // headers and small files are digested and compressed many at a time
        this.tar = new TarWriter(new BufferedOutputStream(expanded, BUFFER));
    }

    /** Adds an entry without content. */
    public void add(TarEntry entry) throws IOException {
        tar.add(entry);
    }

    /** As {@link TarWriter#add(TarEntry, InputStream)}. */
    public void add(TarEntry entry, InputStream content) throws IOException {
        tar.add(entry, content);
    }

    /** Ends the layer, closes the stream below and says what was written; to be called once. */
    public WrittenLayer finish() throws IOException {
        tar.close();
        return new WrittenLayer(
                new Descriptor(compression.layerMediaType(), compressed.digest(), compressed.count()),
                expanded.digest(), expanded.count());
    }

    /** Closes the stream below; without {@link #finish} before, what it got is no layer. */
    @Override
    public void close() throws IOException {
        expanded.close();
    }
}
