package dev.anyarch.builder.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
    private static final Variables VARIABLES = Variables
            .of(Map.of("a", "x", "empty", "", "path", "/usr/local/bin", "file", "a.tar.gz", "two", "one two"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = true, emptyValue = "", textBlock = """
        $a                    | x
        ${a}b                 | xb
        $ab.                  | .
        [$1$@$?$0]            | []
        a$                    | a$
        [${no:-d}${no-d}]     | [dd]
        [${empty:-d}${empty-d}] | [d]
        [${a:+y}${no:+y}${empty:+y}${empty+y}] | [yy]
        ${no:-${empty:-$a}}   | x
        ${a:?must}${a?must}   | xx
        ${path#/*/}           | local/bin
        ${path##*/}           | bin
        ${path%/*}            | /usr/local
        [${path%%/*}]         | []
        ${file%.*}            | a.tar
        ${file%%.*}           | a
        ${path/\\//-}          | -usr/local/bin
        ${path//\\//-}         | -usr-local-bin
        ${path//l?/L}         | /usr/LcaLbin
        '$a'                  | $a
        "$a\\"\\$\\\\\\n"     | x"$\\\\n
        \\$a                  | $a
        a\\b                  | ab
        "a b"'c d'            | a bc d
        """)
    void modifiersAndQuotes(String text, String expected) throws ExpansionException {
        String oneEscape = text.replace("\\\\", "\\");
        assertThat(Expansion.expand(oneEscape, '\\', VARIABLES)).isEqualTo(expected.replace("\\\\", "\\"));
    }

    @Test
    void wordsSplitAtUnquotedSpaceAlsoOfValues() throws ExpansionException {
        assertThat(Expansion.words("a $two \"$two\" 'b c' \"\"", '\\', VARIABLES)).containsExactly("a", "one", "two",
                "one two", "b c", "");
    }

    @Test
    void aBacktickEscapesWhenTheFileSaysSo() throws ExpansionException {
        assertThat(Expansion.expand("C:\\a`$a", '`', VARIABLES)).isEqualTo("C:\\a$a");
    }

    @Test
    void heredocsKeepQuotes() throws ExpansionException {
        assertThat(Expansion.expandHeredoc("\"$a\" '$a' it's \\$a\n", VARIABLES)).isEqualTo("\"x\" 'x' it's $a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${:x}", "${a", "${a:=b}", "${a:#b}", "${a:-", "${a/b", "'a", "\"a",
        "${no:?why}",
        "${no?}", "${a!}"})
    void malformedSubstitutionsAreRefused(String text) {
        assertThatThrownBy(() -> Expansion.expand(text, '\\', VARIABLES)).isInstanceOf(ExpansionException.class);
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> Expansion.expand("${n:-".repeat(50_000), '\\', VARIABLES))
                .hasMessageContaining("nested");
    }
}
