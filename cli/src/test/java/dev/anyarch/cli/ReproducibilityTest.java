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
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
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

    /** What differs between machines. */
    private record Machine(String home, int processors, String umask, Map<String, String> variables,
            List<String> options) {
        static Machine of(String home, int processors) {
            return new Machine(home, processors, "022", Map.of(), List.of());
        }
    }

    /** The digest that a process there comes to. */
    private String build(Path context, Machine machine, String... options) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + machine.umask + "; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=" + machine.processors, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(machine.options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "build",
                "--progress", "quiet", "--platform", "linux/amd64,linux/arm64", "-t", "app"));
        command.addAll(List.of(options));
        command.add(context.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().remove("SOURCE_DATE_EPOCH");
        builder.environment().putAll(machine.variables);
        builder.environment().put("ANYARCH_HOME", directory.resolve(machine.home).toString());
        assertThat(builder.start().waitFor()).as(Files.readString(directory.resolve("errors"))).isZero();
        return Files.readString(output).strip();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theSameContextHasTheSameDigest(long seed) throws IOException, InterruptedException {
        List<Entry> entries = context(seed);
        Path one = checkOut("one", entries, seed * 10);
        Path other = checkOut("other", entries, seed * 10 + 1);

        String digest = build(one, Machine.of("home", 1));
        assertThat(digest).startsWith("sha256:");
        assertThat(build(other, Machine.of("other-home", 3))).as("another checkout, three processors")
                .isEqualTo(digest);
        assertThat(build(other, Machine.of("home", 2))).as("with what the first has cached").isEqualTo(digest);
    }

    /** Another user's settings: language, zone, mask of modes, encoding, names of host and user. */
    @Test
    void theSettingsOfTheMachineAreNotInIt() throws IOException, InterruptedException {
        Path context = checkOut("one", context(3), 30);
        String digest = build(context, Machine.of("home", 2));
        Machine elsewhere = new Machine("elsewhere", 2, "077",
                Map.of("LC_ALL", "tr_TR.UTF-8", "LANG", "tr_TR.UTF-8", "TZ", "Asia/Kathmandu", "USER", "somebody",
                        "HOSTNAME", "elsewhere", "SOURCE_DATE", "5"),
                List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-9", "-Duser.name=somebody"));
        assertThat(build(context, elsewhere)).isEqualTo(digest);
    }

    @Test
    void anEpochIsAVariableOrAnArgumentAndLeavesBasesAlone() throws IOException, InterruptedException {
        Path below = checkOut("below", context(4), 40);
        Machine machine = Machine.of("home", 2);
        build(below, machine, "-t", "below");
        Path above = Files.createDirectories(directory.resolve("above"));
        Files.writeString(above.resolve("Dockerfile"), "FROM below\nCOPY new /new\n");
        Files.writeString(above.resolve("new"), "new");
        Files.setLastModifiedTime(above.resolve("new"), FileTime.fromMillis(1_700_000_000_000L));

        String without = build(above, machine);
        String argument = build(above, machine, "--build-arg", "SOURCE_DATE_EPOCH=1600000000", "-t", "above");
        assertThat(Files.readString(directory.resolve("errors"))).doesNotContain("no ARG takes it");
        assertThat(argument).isNotEqualTo(without);
        assertThat(build(above, new Machine("home", 1, "022", Map.of("SOURCE_DATE_EPOCH", "1600000000"), List.of())))
                .isEqualTo(argument);
        assertThat(build(above, new Machine("home", 1, "022", Map.of("SOURCE_DATE_EPOCH", "5"), List.of()),
                "--build-arg", "SOURCE_DATE_EPOCH=1600000000")).as("the argument wins").isEqualTo(argument);
        Cli cli = new Cli(directory);
        assertThat(layers(cli, "above")).startsWith(layers(cli, "below").toArray(String[]::new))
                .hasSize(layers(cli, "below").size() + 1);
        assertThat(cli.run("build", "--build-arg", "SOURCE_DATE_EPOCH=soon", "-t", "x", above.toString()).err())
                .contains("SOURCE_DATE_EPOCH: expected seconds since 1970, found 'soon'");
    }

    /** The digests of the layers, for the first platform. */
    private static List<String> layers(Cli cli, String name) {
        String index = cli.run("inspect", "--raw", "store:" + name).out();
        String first = digests(index).getFirst();
        String manifest = cli.run("inspect", "--raw", "store:%s@%s".formatted(name, first)).out();
        assertThat(manifest).contains("\"layers\"");
        return digests(manifest).stream().skip(1).toList();
    }

    private static List<String> digests(String json) {
        return Pattern.compile("\"digest\": ?\"(sha256:[0-9a-f]+)\"")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
