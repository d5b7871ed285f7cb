package dev.anyarch.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.Compression;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.content.TarWriter;
import dev.anyarch.content.XattrValue;
import dev.anyarch.testkit.NeedsProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours against GNU tar, gzip and zstd. */
@NeedsProgram(value = "tar", debianPackage = "tar")
@NeedsProgram(value = "gzip", debianPackage = "gzip")
@NeedsProgram(value = "zstd", debianPackage = "zstd")
final class TarToolsIT {
    @TempDir
    private Path directory;

    @Test
    void gnuTarListsAndUnpacksWhatWeWrite() throws IOException, InterruptedException {
        String longName = "directory/" + "long-".repeat(50) + "é";
        Path archive = directory.resolve("ours.tar");
        try (TarWriter tar = new TarWriter(Files.newOutputStream(archive))) {
            tar.add(TarEntry.directory("directory", 0750));
            tar.add(TarEntry.file(longName, 0640, 5).withMtime(Instant.ofEpochSecond(1_700_000_000)),
                    new ByteArrayInputStream("hello".getBytes(UTF_8)));
            tar.add(TarEntry.hardLink("directory/hard", longName));
            tar.add(TarEntry.symbolicLink("directory/symbolic", longName));
            tar.add(TarEntry.file("owner", 04755, 0)
                    .withOwner(3_000_000, 4_000_000_000L)
                    .withXattrs(Map.of("user.note", XattrValue.of(new byte[]{1, 2, 3}))));
            tar.add(new TarEntry("null", TarType.CHARACTER_DEVICE, 0666, 0, 0, 0, Instant.EPOCH, "", 1, 3,
                    TarEntry.file("x", 0, 0).xattrs()));
            tar.add(new TarEntry("pipe", TarType.FIFO, 0600, 0, 0, 0, Instant.EPOCH, "", 0, 0,
                    TarEntry.file("x", 0, 0).xattrs()));
        }
        String listing = run("tar", "--utc", "--numeric-owner", "--xattrs", "-tvvf", archive.toString());
        assertThat(listing.lines().map(line -> line.replaceAll(" +", " "))).contains(
                "drwxr-x--- 0/0 0 1970-01-01 00:00 directory/",
                "-rw-r----- 0/0 5 2023-11-14 22:13 " + longName,
                "hrw-r--r-- 0/0 0 1970-01-01 00:00 directory/hard link to " + longName,
                "lrwxrwxrwx 0/0 0 1970-01-01 00:00 directory/symbolic -> " + longName,
                "-rwsr-xr-x* 3000000/4000000000 0 1970-01-01 00:00 owner",
                "crw-rw-rw- 0/0 1,3 1970-01-01 00:00 null", "prw------- 0/0 0 1970-01-01 00:00 pipe");
        Path target = Files.createDirectory(directory.resolve("unpacked"));
        run("tar", "--no-same-owner", "--exclude=null", "-C", target.toString(), "-xf", archive.toString());
        assertThat(target.resolve(longName)).hasContent("hello");
        assertThat(Files.isSameFile(target.resolve("directory/hard"), target.resolve(longName))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ustar", "posix", "gnu", "oldgnu"})
    void weReadEveryFormatOfGnuTar(String format) throws IOException, InterruptedException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        String deep = "d".repeat(90) + "/" + "f".repeat(90);
        Files.createDirectories(tree.resolve(deep).resolveSibling("."));
        Files.writeString(tree.resolve(deep), "content of a file");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("d".repeat(90)));
        Files.createLink(tree.resolve("hard"), Files.writeString(tree.resolve("file"), "short"));
        Path archive = directory.resolve("theirs.tar");
        run("tar", "--format=" + format, "--sort=name", "--mtime=@1700000000", "--owner=5", "--group=6",
                "--mode=u=rwX,go=rX", "-C", tree.toString(), "-cf", archive.toString(), ".");
        List<String> read = new ArrayList<>();
        try (TarReader tar = new TarReader(Files.newInputStream(archive))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarEntry entry = next.get();
                assertThat(entry.mtime().truncatedTo(ChronoUnit.SECONDS))
                        .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
                assertThat(entry.uid()).isEqualTo(5);
                assertThat(entry.gid()).isEqualTo(6);
                read.add(entry.type() + " " + entry.path() + " " + entry.linkName()
                        + new String(tar.content().readAllBytes(), UTF_8));
            }
        }
        assertThat(read).containsExactly("DIRECTORY . ", "DIRECTORY ./" + "d".repeat(90) + " ",
                "FILE ./" + deep + " content of a file", "FILE ./file short", "HARD_LINK ./hard ./file",
                "SYMBOLIC_LINK ./link " + "d".repeat(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void theirCompressionAndOursAgree(String program) throws IOException, InterruptedException {
        Compression compression = program.equals("gzip") ? Compression.GZIP : Compression.ZSTD;
        Path plain = Files.write(directory.resolve("plain"), text(3_000_000));
        Path ours = directory.resolve("ours." + program);
        try (OutputStream out = compression.compress(Files.newOutputStream(ours))) {
            Files.copy(plain, out);
        }
        Path back = directory.resolve("back");
        run("sh", "-c", program + " -dc '" + ours + "' > '" + back + "'");
        assertThat(back).hasSameBinaryContentAs(plain);
        Path theirs = directory.resolve("theirs." + program);
        run("sh", "-c", program + " -c '" + plain + "' > '" + theirs + "'");
        try (InputStream in = compression.decompress(Files.newInputStream(theirs))) {
            assertThat(Arrays.equals(in.readAllBytes(), Files.readAllBytes(plain))).isTrue();
        }
        assertThat((double) Files.size(ours)).as("ours is hardly larger").isLessThan(Files.size(theirs) * 1.02);
    }

    private static byte[] text(int size) {
        byte[] bytes = new byte[size];
        Random random = new Random(size);
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) "etaoin shrdlu".charAt(random.nextInt(13));
        }
        return bytes;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(() -> String.join(" ", command) + "\n" + output).isZero();
        return output;
    }
}
