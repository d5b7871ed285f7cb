package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.store.layout.OciLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contexts that do not keep still, through the command line. */
class BadContextCommandTest {
    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        missing      | 3  | build context .*missing: no such directory$
        d\ufffd     | 3  | .*no such directory; a name that is not UTF-8 cannot be given, but a link that leads there
        file         | 10 | build context .*file: expected a directory, found a file
        empty        | 3  | .*empty/Dockerfile: no such file or directory
        -f x empty   | 3  | .*x: no such file or directory
        -f x -       | 3  | x: it is not in the build context
        -            | 3  | Dockerfile: it is not in the build context
        """)
    void whatIsNoContextIsTold(String arguments, int exit, String message) throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Files.createDirectory(directory.resolve("empty"));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(archive)) {
            tar.add(TarEntry.directory("d", 0755));
        }
        Cli.Outcome outcome = new Cli(directory).withInput(archive.toString(ISO_8859_1))
                .run(("build -t app:1 " + arguments).split(" ", -1));
        assertThat(outcome.err().strip()).matches("anyarch: build: " + message);
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aContextThatTheKernelShowsIsRefusedAndNothingComesOfIt() throws IOException {
        Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\nCOPY status /s\n");
        Cli cli = new Cli(directory);
        Cli.Outcome outcome = cli.run("build", "-f", "Dockerfile", "-t", "app:1", "-o", "oci:out", "/proc/self");
        assertThat(outcome.err()).contains("/proc/self: expected files, found what the kernel shows as such (proc)");
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(cli.run("images", "-o", "json").out()).isEqualTo("[]\n");
        assertThat(OciLayout.open(directory.resolve("out")).tags()).isEmpty();
    }
}
