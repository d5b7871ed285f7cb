package dev.anyarch.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseLibraryTest {
    @TempDir
    Path directory;

    /** Opens a storage in a new process; what it unpacked. */
    private List<Path> unpackedWith(String... options) throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory(directory, "tmp");
        Path storage = Files.createTempDirectory(directory, "storage");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.tmpdir=" + temporary);
        builder.command().addAll(List.of(options));
        builder.command().addAll(List.of(Program.class.getName(), storage.toString(), temporary.toString()));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().map(Path::of).toList();
    }

    /** The new process. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            DatabaseLibrary.load();
            try (Storage storage = Storage.open(Path.of(arguments[0]))) {
                storage.totalSize();
            }
            try (var files = Files.list(Path.of(arguments[1]))) {
                files.map(Path::getFileName).forEach(System.out::println);
            }
        }
    }

    @Test
    void aCopyIsUsedAndNothingIsUnpacked() throws IOException, InterruptedException {
        Path copy = DatabaseLibrary.copyTo(directory.resolve("native"));
        assertThat(copy).isNotEmptyFile();
        assertThat(unpackedWith("-D%s=%s".formatted(DatabaseLibrary.PROPERTY, copy.getParent()))).isEmpty();
    }

    @Test
    void withoutACopyTheJarsIsUnpacked() throws IOException, InterruptedException {
        assertThat(unpackedWith()).isNotEmpty();
        assertThat(unpackedWith("-D%s=%s".formatted(DatabaseLibrary.PROPERTY, directory.resolve("nothing"))))
                .isNotEmpty();
    }
}
