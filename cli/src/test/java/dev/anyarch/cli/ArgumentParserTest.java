package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentParserTest {
    private static final Option FORCE = Option.flag("-f,--force", "do it anyway");
    private static final Option ALL = Option.flag("-a,--all", "everything");
    private static final Option TAG = Option.values("-t,--tag", "NAME", "a name");
    private static final Option FORMAT = Option.value("-o,--output", "FORMAT", "table or json");
    private static final CommandSpec SPEC = new CommandSpec("make", "SRC [DST]", 1, 2, "make something", "",
            List.of(FORCE, ALL, TAG, FORMAT));

    private static Arguments parse(String... arguments) throws UsageException {
        return ArgumentParser.parse(SPEC, List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource({"--output json src", "--output=json src", "-o json src", "-ojson src", "-o=json src", "src -o json",
        "-fo json src", "-afojson src"})
    void valuesAreWrittenInManyWays(String line) throws UsageException {
        Arguments arguments = parse(line.split(" "));
        assertThat(arguments.value(FORMAT)).contains("json");
        assertThat(arguments.operands()).containsExactly("src");
    }

    @Test
    void flagsCanBeJoinedAndSwitchedOffAgain() throws UsageException {
        assertThat(parse("-fa", "src").has(FORCE)).isTrue();
        assertThat(parse("-fa", "src").has(ALL)).isTrue();
        assertThat(parse("src").has(FORCE)).isFalse();
        assertThat(parse("--force", "--force=false", "src").has(FORCE)).isFalse();
    }

    @Test
    void repeatableOptionsKeepTheirOrder() throws UsageException {
        Arguments arguments = parse("-t", "b", "--tag=a,c", "src");
        assertThat(arguments.values(TAG)).containsExactly("b", "a,c");
        assertThat(arguments.separatedValues(TAG)).containsExactly("b", "a", "c");
    }

    @Test
    void everythingAfterTwoDashesIsAnOperand() throws UsageException {
        assertThat(parse("--", "-f", "--all").operands()).containsExactly("-f", "--all");
        assertThat(parse("-").operands()).containsExactly("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --forse src     | unknown option '--forse'; did you mean '--force'?
        -x src          | unknown option '-x'; see 'anyarch make --help'
        src --output    | option --output: expected FORMAT after it, found nothing
        --force=yes src | option --force: expected no value, true or false, found 'yes'
        --force         | expected SRC [DST], found nothing
        a b c           | expected SRC [DST], found 'a' 'b' 'c'
        """)
    void mistakesAreNamed(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" "))).isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void helpNeedsNoOperands() throws UsageException {
        assertThat(parse("--help").has(GlobalOptions.HELP)).isTrue();
    }
}
