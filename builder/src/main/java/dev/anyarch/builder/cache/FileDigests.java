package dev.anyarch.builder.cache;

import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
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
    /** All of a file but its name: the name's length, size, two times, inode and digest. */
    private static final int ENTRY_LENGTH = Integer.BYTES + 4 * Long.BYTES + 2 * Integer.BYTES
            + DIGEST_LENGTH;
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
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
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
        memory.write(key, bytes(all));
        hasNews = false;
    }

    /** In one array of the right size: there may be millions of files. */
    private static byte[] bytes(Map<String, Known> files) {
        int size = DIGEST_LENGTH + Integer.BYTES;
        for (String name : files.keySet()) {
            size = Math.addExact(size, ENTRY_LENGTH + name.getBytes(StandardCharsets.UTF_8).length);
        }
        ByteBuffer out = ByteBuffer.allocate(size).position(DIGEST_LENGTH).putInt(files.size());
        files.forEach((name, file) -> {
            byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
            out.putInt(encoded.length).put(encoded).putLong(file.stamp.size());
            put(out, file.stamp.modified());
            put(out, file.stamp.changed());
            out.putLong(file.stamp.inode()).put(HexFormat.of().parseHex(file.digest.encoded()));
        });
        return out.put(0, sum(out.array())).array();
    }

    /** Of all that comes after it. */
    private static byte[] sum(byte[] bytes) {
        MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();
        computation.update(bytes, DIGEST_LENGTH, bytes.length - DIGEST_LENGTH);
        return computation.digest();
    }

    /** What is torn, or of another version, is nothing. */
    private static Map<String, Known> read(byte[] bytes) {
        if (bytes.length < DIGEST_LENGTH) {
            return Map.of();
        }
        if (!MessageDigest.isEqual(sum(bytes), Arrays.copyOf(bytes, DIGEST_LENGTH))) {
            return Map.of();
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(bytes, DIGEST_LENGTH, bytes.length - DIGEST_LENGTH))) {
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

    private static void put(ByteBuffer out, Instant time) {
        out.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
