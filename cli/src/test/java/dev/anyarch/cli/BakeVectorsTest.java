package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What buildx printed, byte for byte; the files beside the vectors tell how that was recorded. */
class BakeVectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/bake");

    @TempDir
    Path directory;

    static List<String> vectors() throws IOException {
        try (Stream<Path> vectors = Files.list(VECTORS)) {
            return vectors.filter(Files::isDirectory).map(vector -> vector.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void thereAreEnoughOfThem() throws IOException {
        assertThat(vectors()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void printsWhatBuildxPrints(String vector) throws IOException {
        Path source = VECTORS.resolve(vector);
        copy(source);
        Cli cli = new Cli(directory);
        for (String variable : lines(source.resolve("environment"))) {
            cli.withVariable(variable.substring(0, variable.indexOf('=')),
                    variable.substring(variable.indexOf('=') + 1));
        }
        List<String> arguments = new ArrayList<>(List.of("bake", "--print"));
        arguments.addAll(lines(source.resolve("arguments")));
        Cli.Outcome outcome = cli.run(arguments.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(Files.readString(source.resolve("expected.json")));
        assertThat(outcome.exit()).isZero();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void copy(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
