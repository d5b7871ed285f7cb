package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is a mistake in a Dockerfile, and how it is told. {@code dockerfile-syntax.txt} has for each case the Dockerfile,
 * what BuildKit was seen to say ({@code conformance/record-syntax.sh}), what we say, and the reason where only one accepts.
 */
class DockerfileSyntaxTest {
    private static final String ACCEPTED = "accepted";

    @TempDir
    Path directory;
    private Path context = Path.of("");

    record Case(String name, String dockerfile, Map<String, String> sections) {
        @Override
        public String toString() {
            return name;
        }

        private String section(String title) {
            return sections.getOrDefault(title, "");
        }
    }

    static List<Case> cases() throws IOException {
        String text;
        try (var in = Objects
                .requireNonNull(DockerfileSyntaxTest.class.getResourceAsStream("/dockerfile-syntax.txt"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : text.split("(?m)^=== ", -1)) {
            if (!block.isEmpty()) {
                String[] parts = block.split("(?m)^--- ", -1);
                Map<String, String> sections = new HashMap<>();
                for (int i = 1; i < parts.length; i++) {
                    String[] section = parts[i].split("\n", 2);
                    sections.put(section[0], section[1].stripTrailing());
                }
                String[] head = parts[0].split("\n", 2);
                cases.add(new Case(head[0], head[1], sections));
            }
        }
        return cases;
    }

    @BeforeEach
    void makeContext() throws IOException {
        context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("a"), "a\n");
        Files.writeString(context.resolve("b"), "b\n");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mistakesAreThoseOfBuildKitAndToldWithTheirPlace(Case given) throws IOException {
        Files.writeString(context.resolve("Dockerfile"), given.dockerfile);
        Cli.Outcome outcome = new Cli(directory).run("build", "--platform", "linux/amd64", "-q", "-t", "app",
                "context");
        String said = outcome.exit() == 0 ? ACCEPTED : outcome.err().replace("anyarch: build: ", "").stripTrailing();
        assertThat(said).isEqualTo(given.section("anyarch"));
        assertThat(outcome.exit()).isIn(0, 8);
        boolean agrees = said.equals(ACCEPTED) == given.section("BuildKit").equals(ACCEPTED);
        assertThat(agrees).as("a reason why we differ: %s", given.section("differs"))
                .isEqualTo(given.section("differs").isEmpty());
    }
}
