package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same context has the same digest: other checkouts, other numbers of processors, with and without a cache. */
class ReproducibilityTest {
    private static final String DOCKERFILE = """
        FROM scratch AS all
        COPY . /all
        FROM scratch
        ARG TARGETARCH
        WORKDIR /work/$TARGETARCH
        COPY --from=all --chown=1:2 /all .
        COPY d0 /d0
        """;

    @TempDir
    Path directory = Path.of("");

    /** A file of a context: its path, and its bytes as the characters of ISO 8859-1. */
    private record Entry(String path, String content, boolean isProgram, String link) {}

    private static List<Entry> context(long seed) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry("Dockerfile", DOCKERFILE, false, ""));
        for (int i = 0; i < 60; i++) {
            String path = "d%d/%s%d".formatted(i % 7, "aB-_.".charAt(i % 5), i);
            // some of several compression blocks, some compressible
            byte[] content = new byte[i % 11 == 0 ? 1_300_000 : random.nextInt(5_000)];
            if (i % 3 != 0) {
                random.nextBytes(content);
            }
            entries.add(new Entry(path, new String(content, StandardCharsets.ISO_8859_1), random.nextBoolean(),
                    i % 9 == 8 ? "../d0" : ""));
        }
        return entries;
    }

    /** Writes the same files in another order, with other times, into a directory of another name. */
    private Path checkOut(String name, List<Entry> entries, long seed) throws IOException {
        Random random = new Random(seed);
        List<Entry> shuffled = new ArrayList<>(entries);
        Collections.shuffle(shuffled, random);
        Path root = directory.resolve(name).resolve("context");
        for (Entry entry : shuffled) {
            Path file = root.resolve(entry.path);
            Files.createDirectories(file.resolveSibling("").normalize());
            if (entry.link.isEmpty()) {
                Files.writeString(file, entry.content, StandardCharsets.ISO_8859_1);
                Files.setPosixFilePermissions(file,
                        PosixFilePermissions.fromString(entry.isProgram ? "rwxr-xr-x" : "rw-r--r--"));
            } else {
                Files.createSymbolicLink(file, Path.of(entry.link));
            }
            FileTime time = FileTime.fromMillis(random.nextLong(1L << 40));
            Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(time, time, null);
        }
        return root;
    }

    /** The digest that a process with so many processors comes to. */
    private String build(Path context, String home, int processors) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=" + processors, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "build", "--progress", "quiet",
                "--platform", "linux/amd64,linux/arm64", "-t", "app", context.toString())
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().put("ANYARCH_HOME", directory.resolve(home).toString());
        builder.environment().remove("SOURCE_DATE_EPOCH");
        assertThat(builder.start().waitFor()).as(Files.readString(directory.resolve("errors"))).isZero();
        return Files.readString(output).strip();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theSameContextHasTheSameDigest(long seed) throws IOException, InterruptedException {
        List<Entry> entries = context(seed);
        Path one = checkOut("one", entries, seed * 10);
        Path other = checkOut("other", entries, seed * 10 + 1);

        String digest = build(one, "home", 1);
        assertThat(digest).startsWith("sha256:");
        assertThat(build(other, "other-home", 3)).as("another checkout, three processors").isEqualTo(digest);
        assertThat(build(other, "home", 2)).as("with what the first has cached").isEqualTo(digest);
    }
}
