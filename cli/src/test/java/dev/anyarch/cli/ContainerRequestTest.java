package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerRequestTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "app                      | e1 e2 c1",
        "app x -y                 | e1 e2 x -y",
        "--entrypoint p app       | p",
        "--entrypoint p app x     | p x",
        "--entrypoint= app x      | x"})
    void theEntrypointAndTheCommandAreThoseGivenOrTheImages(String line, String expected) throws IOException {
        assertThat(request(line.split(" ", -1)).arguments(image())).containsExactly(expected.split(" ", -1));
    }

    @Test
    void withoutAnyCommandThereIsNothingToExecute() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> request("app").arguments(Optional.empty()))
                .withMessageContaining("no command");
    }

    @Test
    void variablesAreTheImagesThenTheFilesThenTheOptions() throws IOException {
        Files.writeString(directory.resolve("vars"), "# note\n\nA=file\nB=file\nHERE\nABSENT\n");
        Map<String, String> variables = request("--env-file", "vars", "-e", "B=x=y", "-e", "EMPTY=", "app")
                .environment(image());
        assertThat(variables).containsEntry("A", "file")
                .containsEntry("B", "x=y")
                .containsEntry("C", "image")
                .containsEntry("HERE", "there")
                .containsEntry("EMPTY", "")
                .containsKey("PATH")
                .doesNotContainKey("ABSENT");
    }

    @Test
    void userAndDirectoryAreThoseGivenOrTheImages() throws IOException {
        assertThat(request("app").user(image())).isEqualTo("u");
        assertThat(request("-u", "1:2", "app").user(image())).isEqualTo("1:2");
        assertThat(request("app").directory(image())).isEqualTo("/w");
        assertThat(request("-w", "/x", "app").directory(image())).isEqualTo("/x");
        assertThat(request("app").directory(Optional.empty())).isEqualTo("/");
    }

    @Test
    void volumesAreOfThisMachine() throws IOException {
        Files.createDirectory(directory.resolve("d"));
        assertThat(request("-v", "d:/in:ro", "-v", "d:/out", "app").volumes()).containsExactly(
                new ContainerRequest.Volume(directory.resolve("d"), "/in", true),
                new ContainerRequest.Volume(directory.resolve("d"), "/out", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v absent:/x", "-v /", "-v /tmp:x", "-v /tmp:/", "-v /tmp:/x:zz", "--network bridge",
        "--add-host x", "-w relative", "-e =x"})
    void whatCannotBeMeantIsRefused(String options) {
        List<String> line = new ArrayList<>(List.of(options.split(" ", -1)));
        line.add("app");
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> request(line.toArray(String[]::new)));
    }

    private ContainerRequest request(String... line) throws IOException {
        Arguments arguments = ArgumentParser.parse(new RunCommand().spec(), List.of(line));
        Environment environment = new Environment(Map.of("HERE", "there"), directory, directory, directory,
                Optional.empty(), new ByteArrayInputStream(new byte[0]));
        return ContainerRequest.of(arguments, arguments.operands().subList(1, arguments.operands().size()),
                environment);
    }

    private static Optional<JsonFields> image() throws IOException {
        return Optional.of(new JsonFields(JsonReader.readObject("""
            {"Entrypoint":["e1","e2"],"Cmd":["c1"],"Env":["A=image","C=image"],"User":"u","WorkingDir":"/w"}
            """.getBytes(StandardCharsets.UTF_8), "test"), "test"));
    }
}
