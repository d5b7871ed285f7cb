package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineApplicationTest {
    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void useDirectory() {
        cli = new Cli(directory);
    }

    static Iterable<String> commands() {
        return Commands.names();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String name) {
        String[] words = (name + " --help").split(" ");
        Cli.Outcome outcome = cli.run(words);
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("Usage: anyarch " + name).contains("--debug");
        assertThat(outcome.err()).isEmpty();
        assertThat(Commands.find(name).orElseThrow().spec().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        inspcet x                 | unknown command 'inspcet'; did you mean 'inspect'?
        verify x                  | 'verify' is not available in this version
        index add x               | 'index add' is not available in this version
        index crate               | unknown command 'index crate'; did you mean 'index create'?
        inspect                   | inspect: expected REF, found nothing
        inspect a b               | inspect: expected REF, found 'a' 'b'
        inspect --form x          | inspect: unknown option '--form'
        inspect UPPER             | inspect: reference 'UPPER'
        inspect -o xml alpine     | inspect: option --output: expected table or json, found 'xml'
        resolve a --platform b    | resolve: platform 'b'
        resolve a --engine b      | resolve: engine 'b': expected one of strict, compat
        copy a b --mode c         | copy: option --mode: expected rewrite, sparse or children
        index create a            | index create: expected at least one target
        serve --listen 0.0.0.0:0  | serve: listen on 0.0.0.0: expected a loopback address
        serve --listen nonsense   | serve: listen: expected HOST:PORT
        completion tcsh           | completion: shell 'tcsh': expected bash, zsh or fish
        """)
    void usageErrorsAreOneLineAndExitWith2(String line, String message) {
        Cli.Outcome outcome = cli.run(line.split(" "));
        assertThat(outcome.err()).startsWith("anyarch: " + message).hasLineCount(1);
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void helpListsEveryCommandAndNoneThatIsPlanned() {
        String help = cli.run().out();
        assertThat(help).contains(Commands.names()).doesNotContain("verify", "audit", "mirror");
        assertThat(cli.run("help").out()).isEqualTo(help);
        assertThat(cli.run("--help").out()).isEqualTo(help);
        assertThat(cli.run("index").out()).contains("index create");
    }

    @Test
    void stackTracesAreForThoseWhoAsk() {
        assertThat(cli.run("inspect", "oci:nowhere").err()).hasLineCount(1);
        assertThat(cli.run("inspect", "oci:nowhere", "--debug").err()).contains("\tat dev.anyarch.cli");
    }

    @ParameterizedTest
    @CsvSource({"bash", "zsh", "fish"})
    void completionKnowsCommandsAndOptions(String shell) {
        assertThat(cli.run("completion", shell).out()).contains("inspect", "referrers", "create");
    }
}
