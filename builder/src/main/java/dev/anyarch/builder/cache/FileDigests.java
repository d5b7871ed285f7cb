package dev.anyarch.builder.cache;

import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The digests of the files of one context, remembered by what the file system says of them, as git's index does: a file that
 * looks as it did is not read again. One that was changed just before it was read is not remembered, for it could be changed
 * once more and look the same. For several threads.
 */
public final class FileDigests {
    /** More than one tick of any file system: FAT counts in steps of two seconds. */
    private static final Duration RACY = Duration.ofSeconds(2);
    private static final int DIGEST_LENGTH = 32;
    private static final int MAX_FILES = 4_000_000;
    /** How many files more than it had to do with this time a memory keeps. */
    private static final int SPARE = 1_000;

    private final Path root;
    private final CacheFiles memory;
    private final Digest key;
    private final InstantSource clock;
    private final Map<String, Known> known;
    private final ConcurrentMap<String, Known> current = new ConcurrentHashMap<>();
    private volatile boolean hasNews;

    /** What was found out. */
    private record Known(FileStamp stamp, Digest digest) {}

    private FileDigests(Path root, CacheFiles memory, InstantSource clock) throws IOException {
        this.root = root;
        this.memory = memory;
        this.key = Digest.sha256(root.toString().getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
        this.known = memory.use(key, clock.instant()).map(FileDigests::read).orElse(Map.of());
    }

    static FileDigests open(Path root, CacheFiles memory, InstantSource clock) throws IOException {
        return new FileDigests(root, memory, clock);
    }

    /**
     * The digest of a file's content.
     *
     * @param stamp as the file was seen
     */
    public Digest of(Path file, FileStamp stamp) throws IOException {
        String name = root.relativize(file).toString();
        Known remembered = known.get(name);
        if (remembered == null || !remembered.stamp.equals(stamp)) {
            Instant begun = clock.instant();
            remembered = new Known(stamp, read(file));
            if (!stamp.latest().isBefore(begun.minus(RACY)) || !FileStamp.of(file).equals(Optional.of(stamp))) {
                return remembered.digest;
            }
            hasNews = true;
        }
        current.put(name, remembered);
        return remembered.digest;
    }

    /** The digest of a file that nobody remembers. */
    public static Digest read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /** The digest of what comes. */
    public static Digest read(InputStream in) throws IOException {
        try (DigestingOutputStream out = new DigestingOutputStream(OutputStream.nullOutputStream())) {
            in.transferTo(out);
            return out.digest();
        }
    }

    /** Keeps what was found out for the next time. */
    public void save() throws IOException {
        if (!hasNews) {
            return;
        }
        Map<String, Known> all = new HashMap<>(known.size() > 2 * current.size() + SPARE ? Map.of() : known);
        all.putAll(current);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(all.size());
            for (Map.Entry<String, Known> entry : all.entrySet()) {
                byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
                FileStamp stamp = entry.getValue().stamp;
                out.writeInt(name.length);
                out.write(name);
                out.writeLong(stamp.size());
                write(out, stamp.modified());
                write(out, stamp.changed());
                out.writeLong(stamp.inode());
                out.write(HexFormat.of().parseHex(entry.getValue().digest.encoded()));
            }
        }
        byte[] content = bytes.toByteArray();
        byte[] sum = HexFormat.of().parseHex(Digest.sha256(content).encoded());
        byte[] whole = Arrays.copyOf(sum, sum.length + content.length);
        System.arraycopy(content, 0, whole, sum.length, content.length);
        memory.write(key, whole);
        hasNews = false;
    }

    /** What is torn, or of another version, is nothing. */
    private static Map<String, Known> read(byte[] bytes) {
        if (bytes.length < DIGEST_LENGTH) {
            return Map.of();
        }
        byte[] content = Arrays.copyOfRange(bytes, DIGEST_LENGTH, bytes.length);
        if (!HexFormat.of().formatHex(bytes, 0, DIGEST_LENGTH).equals(Digest.sha256(content).encoded())) {
            return Map.of();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new ByteArrayInputStream(content)))) {
            int count = in.readInt();
            Map<String, Known> files = HashMap.newHashMap(Math.min(count, MAX_FILES));
            for (int i = 0; i < count; i++) {
                String name = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                FileStamp stamp = new FileStamp(in.readLong(), instant(in), instant(in), in.readLong());
                String digest = HexFormat.of().formatHex(in.readNBytes(DIGEST_LENGTH));
                files.put(name, new Known(stamp, new Digest(DigestAlgorithm.SHA256, digest)));
            }
            return files;
        } catch (IOException | IllegalArgumentException _) {
            return Map.of();
        }
    }

    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
