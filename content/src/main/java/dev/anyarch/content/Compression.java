package dev.anyarch.content;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.anyarch.model.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** How the bytes of a layer are compressed. Compressing is deterministic: the same bytes for any number of processors. */
public enum Compression {
    NONE, GZIP, ZSTD;

    /** As many bytes as {@link #detect(byte[])} needs. */
    public static final int MAGIC_LENGTH = 4;

    /** Level 6, which others take, is half as fast again and saves 1 % of the size. */
    private static final int GZIP_LEVEL = 5;
    private static final int ZSTD_LEVEL = 3;
    private static final int MAX_WORKERS = 4;

    /**
     * Looks at the first bytes without consuming them.
     *
     * @param in a stream that supports {@link InputStream#mark mark}
     */
    public static Compression detect(InputStream in) throws IOException {
        if (!in.markSupported()) {
            throw new IllegalArgumentException("detect compression: expected a stream that supports mark");
        }
        in.mark(MAGIC_LENGTH);
        byte[] start = in.readNBytes(MAGIC_LENGTH);
        in.reset();
        return detect(start);
    }

    /** What content that starts with {@code start} is compressed with. */
    public static Compression detect(byte[] start) {
        if (startsWith(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (startsWith(start, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableFrame(start)) {
            return ZSTD;
        }
        return NONE;
    }

    /** What a layer's media type says, by its end: {@code +gzip}, {@code .gzip}, {@code +zstd}, {@code .zstd}. */
    public static Compression ofMediaType(MediaType mediaType) {
        String value = mediaType.value();
        if (value.endsWith("+gzip") || value.endsWith(".gzip")) {
            return GZIP;
        }
        return value.endsWith("+zstd") || value.endsWith(".zstd") ? ZSTD : NONE;
    }

    /** The OCI media type of a layer that is compressed so. */
    public MediaType layerMediaType() {
        return switch (this) {
            case NONE -> MediaType.OCI_LAYER;
            case GZIP -> MediaType.OCI_LAYER_GZIP;
            case ZSTD -> MediaType.OCI_LAYER_ZSTD;
        };
    }

    /**
     * The expanded content of {@code in}: all members of a gzip file, all frames of a zstd file. Malformed content is an
     * {@link dev.anyarch.model.InvalidContentException}, an early end too. Not bounded: see {@link ExpansionLimit}.
     */
    public InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GzipInputStream(in);
            case ZSTD -> new ZstdErrors(new ZstdInputStreamNoFinalizer(in));
        };
    }

    /** Compresses what is written, at the usual level; closing closes {@code out}. */
    public OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> compress(out, GZIP_LEVEL);
            case ZSTD -> compress(out, ZSTD_LEVEL);
        };
    }

    /** As {@link #compress(OutputStream)}, at a level of the algorithm's own scale. */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new ParallelGzipOutputStream(out, level);
            case ZSTD -> zstd(out, level, Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_WORKERS));
        };
    }

    /** Workers are never 0: without them the bytes differ, with them their number makes no difference. */
    static OutputStream zstd(OutputStream out, int level, int workers) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out, level).setWorkers(workers);
    }

    private static boolean isSkippableFrame(byte[] start) {
        return start.length >= 4 && (start[0] & 0xf0) == 0x50
                && Arrays.equals(start, 1, 4, new byte[]{0x2a, 0x4d, 0x18}, 0, 3);
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
