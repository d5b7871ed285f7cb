package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dockerfiles that are no text, or too much of it, or mean to keep a build busy for good. */
class HostileDockerfileTest {
    private static final Duration QUICK = Duration.ofSeconds(60);

    @TempDir
    Path directory;
    private Path dockerfile = Path.of("");

    /** @param message a part of what is said; empty when it is built */
    record Case(String name, String text, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        String doubling = "FROM scratch\nENV a0=xxxxxxxxxx\n"
                + lines(12, "ENV a%2$d=$a%1$d$a%1$d$a%1$d$a%1$d$a%1$d$a%1$d");
        return List.of(
                new Case("not UTF-8", "FROM scratch\nLABEL a=\"\u00e4\"\n", "Dockerfile, line 2: expected UTF-8 text"),
                new Case("NUL", "FROM scratch\nLABEL a=\"\0\"\n", "expected a text file, found a NUL character"),
                new Case("a byte order mark", "\u00ef\u00bb\u00bfFROM scratch\nLABEL a=b\n", ""),
                new Case("line breaks of Windows",
                        "FROM scratch\r\nCOPY <<EOF /a\r\nx\r\nEOF\r\nLABEL a=b \\\r\n c=d\r\n", ""),
                new Case("nothing", "", "there is no instruction in it"),
                new Case("too many bytes", "# comment\n".repeat(900_000), "expected at most 8388608 bytes"),
                new Case("too many lines", "\n".repeat(200_001), "expected at most 200000 lines, found 200001"),
                new Case("too many instructions", "FROM scratch\n" + "LABEL a=b\n".repeat(10_000),
                        "Dockerfile:10001:1: expected at most 10000 instructions, found 10001"),
                new Case("too many stages", "FROM scratch\n".repeat(251),
                        "Dockerfile:251:1: expected at most 250 stages, found 251"),
                new Case("stages that stand on each other", "FROM scratch AS s0\n" + lines(248, "FROM s%d AS s%d")
                        + "FROM s248\nCOPY <<E /e\nE\n", ""),
                new Case("stages that copy from each other", "FROM scratch AS s0\nCOPY <<E /e\nE\n"
                        + lines(249, "FROM scratch AS s%2$d\nCOPY --from=s%1$d / /"), ""),
                new Case("a long line", "FROM scratch\nLABEL a=\"" + "x".repeat(1_000_000) + "\"\n", ""),
                new Case("a mistake in a long line", "FROM scratch\nLABEL a=\"" + "x".repeat(1_000_000) + "\n",
                        "xxx…xxx"),
                new Case("variables that grow", doubling, "expands to more than 8388608 characters"),
                new Case("arguments that grow",
                        doubling.replace("FROM scratch\n", "").replace("ENV", "ARG") + "FROM scratch\n",
                        "expands to more than 8388608 characters"),
                new Case("replacements that grow",
                        "FROM scratch\nENV a=%s\nENV b=${a//x/%s}\n".formatted("x".repeat(10_000),
                                "y".repeat(10_000)),
                        "expands to more than 8388608 characters"),
                new Case("a pattern for which others try everything",
                        "FROM scratch\nENV a=%s\nLABEL b=${a##%sb} c=${a%%%%c%s} d=${a//%sb/}\n"
                                .formatted("a".repeat(20_000), "*a".repeat(30), "*a".repeat(30), "*a".repeat(30)),
                        ""),
                new Case("a long pattern", "FROM scratch\nENV a=a\nLABEL b=${a#" + "?".repeat(1_001) + "}\n",
                        "a pattern of 1001 characters: expected at most 1000"),
                new Case("deep substitutions",
                        "FROM scratch\nLABEL a=" + "${a:-".repeat(20_000) + "}".repeat(20_000) + "\n",
                        "more than 100 nested substitutions"),
                new Case("deep ONBUILD", "FROM scratch\n" + "ONBUILD ".repeat(20_000) + "RUN true\n",
                        "ONBUILD cannot trigger ONBUILD"),
                new Case("deep JSON", "FROM scratch\nCMD " + "[".repeat(100_000) + "\n", ""),
                new Case("a large here-document",
                        "FROM scratch\nCOPY <<EOF /a\n" + "0123456789012345678901234567890123456789\n".repeat(190_000)
                                + "EOF\n",
                        ""),
                new Case("many here-documents",
                        "FROM scratch\nCOPY " + lines(2_000, "<<E%d").replace('\n', ' ') + "/d/\n"
                                + lines(2_000, "E%d"),
                        ""),
                new Case("escapes for a terminal", "FROM scratch\nLABEL \u001b[31m=\"\n", "LABEL ?[31m=\""));
    }

    /** The pattern with 0 and 1, 1 and 2, and so on. */
    private static String lines(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern.formatted(i, i + 1) + "\n")
                .collect(Collectors.joining());
    }

    @BeforeEach
    void makeContext() throws IOException {
        dockerfile = Files.createDirectory(directory.resolve("context")).resolve("Dockerfile");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areBuiltOrRefusedSoonWithOneShortMessage(Case given) throws IOException {
        Files.writeString(dockerfile, given.text, ISO_8859_1);
        Cli.Outcome outcome = Assertions.assertTimeout(QUICK, this::build);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(given.message.isEmpty() ? 0 : 8);
        assertThat(outcome.err()).contains(given.message)
                .hasSizeLessThan(2_000)
                .doesNotContain("\u001b");
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        Cli.Outcome outcome = build();
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains(dockerfile + ": no such file or directory");
    }

    @Test
    void aDirectoryIsNoDockerfile() throws IOException {
        Files.createDirectory(dockerfile);
        Cli.Outcome outcome = build();
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(outcome.err()).contains(dockerfile + ": expected a file, found a directory");
    }

    @Test
    void aFileWithoutAnEndIsNotReadForever() {
        Cli.Outcome outcome = new Cli(directory).run("build", "-t", "app", "-f", "/dev/zero", "context");
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(outcome.err()).contains("/dev/zero: expected at most 8388608 bytes, found more");
    }

    private Cli.Outcome build() {
        return new Cli(directory).run("build", "--platform", "linux/amd64", "-q", "-t", "app", "context");
    }
}
