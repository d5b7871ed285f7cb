package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MissingSecretTest {
    @TempDir
    private Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        cli = new Cli(directory);
        Files.writeString(Files.createDirectories(directory.resolve("context")).resolve("Dockerfile"),
                "FROM scratch\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        id=token,src=context | 2 | 'secret token: DIR/context: expected a file, found a directory'
        id=token,src=none    | 3 | 'secret token: DIR/none: no such file or directory'
        id=none              | 3 | 'secret none: DIR/none: no such file or directory'
        id=token,env=NONE    | 2 | secret token: the variable NONE is not set
        """)
    void aSecretThatCannotBeHadIsToldBeforeAnythingIsBuilt(String secret, int exit, String message) {
        Cli.Outcome outcome = cli.run("build", "-t", "app", "--secret", secret, "context");
        assertThat(outcome.exit()).isEqualTo(exit);
        assertThat(outcome.err()).isEqualTo("anyarch: build: %s%n".formatted(message.replace("DIR",
                directory.toString())));
    }
}
