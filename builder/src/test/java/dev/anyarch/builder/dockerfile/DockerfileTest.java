package dev.anyarch.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {

    private static Dockerfile parse(String... lines) throws DockerfileException {
        return Dockerfile.parse("Dockerfile", String.join("\n", lines) + "\n");
    }

    private static Instruction only(String... lines) throws DockerfileException {
        List<Instruction> instructions = parse("FROM scratch\n" + String.join("\n", lines)).stages()
                .getFirst()
                .instructions();
        assertThat(instructions).hasSize(1);
        return instructions.getFirst();
    }

    private static <T extends Instruction> T only(Class<T> type, String... lines) throws DockerfileException {
        return type.cast(only(lines));
    }

    @Test
    void stagesHaveNamesAndNumbers() throws DockerfileException {
        Dockerfile dockerfile = parse("ARG V=1", "FROM --platform=$BUILDPLATFORM golang:$V aS Build", "FROM scratch");

        assertThat(dockerfile.globalArgs()).hasSize(1);
        assertThat(dockerfile.stages()).hasSize(2);
        assertThat(dockerfile.stages().get(0).from().name()).contains("build");
        assertThat(dockerfile.stages().get(0).from().platform()).contains("$BUILDPLATFORM");
        assertThat(dockerfile.findStage("BUILD")).contains(dockerfile.stages().get(0));
        assertThat(dockerfile.findStage("1")).contains(dockerfile.stages().get(1));
        assertThat(dockerfile.findStage("2")).isEmpty();
    }

    @Test
    void directivesEndAtTheFirstOtherLine() throws DockerfileException {
        assertThat(parse("# syntax=docker/dockerfile:1", "#ESCAPE = `", "FROM a").directives())
                .isEqualTo(new Directives(Optional.of("docker/dockerfile:1"), Optional.empty(), '`'));
        assertThat(parse("# a comment", "# escape=`", "FROM a").directives().escape()).isEqualTo('\\');
        assertThat(parse("", "# escape=`", "FROM a").directives().escape()).isEqualTo('\\');
        assertThatThrownBy(() -> parse("# escape=`", "# escape=`", "FROM a")).hasMessageContaining("Dockerfile:2:")
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> parse("# escape=x", "FROM a")).hasMessageContaining("expected \\ or `");
    }

    @Test
    void aForeignFrontEndIsTold() throws DockerfileException {
        assertThat(parse("# syntax=docker/dockerfile:1.7-labs", "FROM a").warnings()).isEmpty();
        assertThat(parse("# syntax=example.com/other", "FROM a").warnings()).singleElement()
                .asString()
                .contains("example.com/other");
    }

    @Test
    void aByteOrderMarkIsDropped() throws DockerfileException {
        assertThat(parse("\uFEFFFROM a").stages()).hasSize(1);
    }

    @Test
    void linesContinueAcrossCommentsAndBlanks() throws DockerfileException {
        Dockerfile dockerfile = parse("FROM a", "RUN one \\  ", "  # why", "  two \\", "", "  three \\\\", "LABEL a=b");

        Instruction.Run run = (Instruction.Run) dockerfile.stages().getFirst().instructions().getFirst();
        assertThat(run.command()).isEqualTo(new CommandLine.Shell("one   two   three \\\\"));
        assertThat(run.location().line()).isEqualTo(2);
        assertThat(run.location().endLine()).isEqualTo(6);
        assertThat(dockerfile.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        CMD ["a","b c"]      | exec  | a,b c
        CMD ['a']            | shell | ['a']
        CMD [ "a", ]         | shell | [ "a", ]
        CMD a  b             | shell | a  b
        CMD ["a"] b          | shell | ["a"] b
        """)
    void whatIsNotJsonIsShell(String line, String form, String expected) throws DockerfileException {
        CommandLine command = only(Instruction.Cmd.class, line).command();
        switch (command) {
            case CommandLine.Exec exec -> {
                assertThat(form).isEqualTo("exec");
                assertThat(String.join(",", exec.arguments())).isEqualTo(expected);
            }
            case CommandLine.Shell shell -> {
                assertThat(form).isEqualTo("shell");
                assertThat(shell.text()).isEqualTo(expected);
            }
        }
    }

    @Test
    void keysAndValuesKeepTheirQuotes() throws DockerfileException {
        assertThat(only(Instruction.Env.class, "ENV a=\"b c\" d=e\\ f g='$h'").pairs()).containsExactly(
                new Instruction.KeyValue("a", "\"b c\""), new Instruction.KeyValue("d", "e\\ f"),
                new Instruction.KeyValue("g", "'$h'"));
        assertThat(only(Instruction.Env.class, "ENV PATH  /a b=c").pairs())
                .containsExactly(new Instruction.KeyValue("PATH", "/a b=c"));
        assertThat(only(Instruction.Label.class, "LABEL \"a b\"=c").pairs())
                .containsExactly(new Instruction.KeyValue("\"a b\"", "c"));
    }

    @Test
    void copyKnowsItsFlagsAndForms() throws DockerfileException {
        Instruction.Copy copy = only(Instruction.Copy.class,
                "COPY --from=build --chown=1:2 --chmod=755 --link --exclude=*.md --exclude=x a b/ /c/");
        assertThat(copy.from()).contains("build");
        assertThat(copy.transfer()).isEqualTo(new Instruction.Transfer(
                List.of(new CopySource.Location("a"), new CopySource.Location("b/")), "/c/", Optional.of("1:2"),
                Optional.of("755"), true, List.of("*.md", "x")));
        assertThat(only(Instruction.Copy.class, "COPY [\"a b\", \"c\"]").transfer().sources())
                .containsExactly(new CopySource.Location("a b"));
        assertThat(only(Instruction.Copy.class, "COPY --link=false a b").transfer().link()).isFalse();
        assertThat(only(Instruction.Copy.class, "COPY -- --a b").transfer().sources())
                .containsExactly(new CopySource.Location("--a"));
    }

    @Test
    void copyTakesFilesFromTheDockerfileItself() throws DockerfileException {
        Instruction.Copy copy = only(Instruction.Copy.class, "COPY <<one <<-\"two\" three /d/", "1 $x", "one",
                "\t\t2 $x",
                "\ttwo");
        assertThat(copy.transfer().sources()).containsExactly(
                new CopySource.Inline(new Heredoc("one", true, false, 0, "1 $x\n")),
                new CopySource.Inline(new Heredoc("two", false, true, 0, "\t\t2 $x\n")),
                new CopySource.Location("three"));
        assertThat(copy.transfer().sources()).filteredOn(CopySource.Inline.class::isInstance)
                .extracting(source -> ((CopySource.Inline) source).heredoc().content())
                .containsExactly("1 $x\n", "2 $x\n");
        assertThat(copy.location().endLine()).isEqualTo(6);
    }

    @Test
    void runTakesHeredocs() throws DockerfileException {
        Instruction.Run run = only(Instruction.Run.class, "RUN --mount=type=cache,target=/c <<EOF cat > f",
                "# not a comment",
                "EOF");
        assertThat(run.mounts()).containsExactly("type=cache,target=/c");
        assertThat(run.command()).isEqualTo(new CommandLine.Shell("<<EOF cat > f"));
        assertThat(run.heredocs().getFirst().text()).isEqualTo("# not a comment\n");
    }

    @Test
    void shiftsAndHereStringsAreNoHeredocs() throws DockerfileException {
        assertThat(only(Instruction.Run.class, "RUN cat <<< hello && echo $((1<<2))").heredocs()).isEmpty();
    }

    @Test
    void portsAreSorted() throws DockerfileException {
        assertThat(only(Instruction.Expose.class, "EXPOSE 9000 53/udp 8000-8010").ports()).containsExactly("53/udp",
                "8000-8010", "9000");
    }

    @Test
    void healthchecksHaveGoDurations() throws DockerfileException {
        Instruction.Healthcheck check = only(Instruction.Healthcheck.class,
                "HEALTHCHECK --interval=1m30s --timeout=1.5s --retries=3 CMD curl -f x");
        assertThat(check.check()).contains(new Instruction.Healthcheck.Check(new CommandLine.Shell("curl -f x"),
                Duration.ofSeconds(90), Duration.ofMillis(1500), Duration.ZERO, Duration.ZERO, 3));
        assertThat(only(Instruction.Healthcheck.class, "HEALTHCHECK none").check()).isEmpty();
    }

    @Test
    void onBuildKeepsItsTextAndUnderstandsIt() throws DockerfileException {
        Instruction.OnBuild onBuild = only(Instruction.OnBuild.class, "ONBUILD  COPY . /app");
        assertThat(onBuild.text()).isEqualTo("COPY . /app");
        assertThat(onBuild.trigger()).isInstanceOf(Instruction.Copy.class);

        Instruction.OnBuild withHeredoc = only(Instruction.OnBuild.class, "ONBUILD COPY <<a /b", "x", "a");
        assertThat(Dockerfile.parseTrigger("base", withHeredoc.text())).isInstanceOf(Instruction.Copy.class);
    }

    @Test
    void argsAreWordsWithDefaults() throws DockerfileException {
        assertThat(only(Instruction.Arg.class, "ARG A B= C=\"d e\"").declarations()).containsExactly(
                new Instruction.Arg.Declaration("A", Optional.empty()),
                new Instruction.Arg.Declaration("B", Optional.of("")),
                new Instruction.Arg.Declaration("C", Optional.of("\"d e\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        COPPY a b                        | unknown instruction COPPY, did you mean COPY?
        XYZZY a                          | unknown instruction XYZZY
        COPY --form=a b c                | COPY has no flag --form, did you mean --from?
        COPY --from=a --from=b c d       | flag --from is there twice
        COPY --link=maybe a b            | expected true or false, found 'maybe'
        COPY --chown a b                 | expected --chown=VALUE
        COPY a                           | COPY needs at least one source and a destination
        COPY ["a", 1]                    | only text in double quotes
        ENV a                            | ENV needs a value
        ENV a=b c                        | expected NAME=VALUE, found 'c'
        LABEL                            | LABEL needs at least one argument
        ARG =x                           | expected ARG NAME
        RUN                              | RUN needs a command
        SHELL /bin/sh -c                 | SHELL takes only the JSON form
        SHELL []                         | SHELL needs at least one argument
        VOLUME [""]                      | expected a path, found an empty one
        USER                             | USER needs an argument
        HEALTHCHECK NONE x               | NONE takes no arguments
        HEALTHCHECK FOO                  | expected HEALTHCHECK NONE or HEALTHCHECK CMD, found 'FOO'
        HEALTHCHECK --interval=1x CMD a  | '1x' is not a duration
        HEALTHCHECK --interval=10us CMD a | expected 0 or at least 1ms
        HEALTHCHECK --retries=-1 CMD a   | expected a number that is not negative
        ONBUILD ONBUILD RUN x            | ONBUILD cannot trigger
        ONBUILD FROM x                   | ONBUILD cannot trigger
        FROM a b                         | expected FROM IMAGE or FROM IMAGE AS NAME
        FROM a AS 1                      | stage name '1'
        RUN <<EOF                        | the here-document <<EOF is not closed
        COPY <<EOF <<EOT                 | is not closed
        """)
    void mistakesNameTheLineAndShowIt(String line, String problem) {
        assertThatThrownBy(() -> parse("FROM a", line)).isInstanceOf(DockerfileException.class)
                .hasMessageStartingWith("Dockerfile:2:")
                .hasMessageContaining(problem)
                .hasMessageContaining("2 | " + line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        COPPY a b|1
           COPPY a b|4
        COPY --link --form=a b c|13
        COPY --from=a --chown b c|15
        ENV ab=1 b|10
        FROM b AS 7|11
        HEALTHCHECK --timeout=x CMD a|13
        """)
    void mistakesPointAtTheWord(String line, int column) {
        assertThatThrownBy(() -> parse("FROM a", line)).hasMessageStartingWith("Dockerfile:2:%d: ".formatted(column))
                .hasMessageEndingWith("%n    | %s^",
                        " ".repeat(column - 1 - (line.length() - line.stripLeading().length())));
    }

    @Test
    void aLongLineIsShownAroundTheMistake() {
        String line = "COPY " + "x".repeat(500) + " --from=a " + "y".repeat(500);
        SourceLocation at = SourceLocation.of("Dockerfile", 1, List.of(line)).at("--from=a");
        assertThat(new DockerfileException(at, "no")).hasMessageContaining("1 | …xxx")
                .hasMessageContaining("--from=a yyy")
                .hasMessageContaining("yyy…");
        assertThat(at.column()).isEqualTo(507);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "ARG a=b", "RUN x\nFROM a", "FROM a\0"})
    void aFileWithoutStageIsRefused(String text) {
        assertThatThrownBy(() -> Dockerfile.parse("d", text)).isInstanceOf(DockerfileException.class);
    }
}
