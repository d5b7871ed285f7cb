package dev.anyarch.bake.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpolationTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "a", "EMPTY", "", "_x1", "under");

    private final List<String> unset = new ArrayList<>();
    private final Interpolation interpolation = new Interpolation(name -> Optional.ofNullable(VARIABLES.get(name)),
            unset::add);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        plain                  | plain
        $A                     | a
        ${A}                   | a
        x$A-y                  | xa-y
        $_x1.                  | under.
        $$A                    | $A
        $${A}                  | ${A}
        ${B:-d}                | d
        ${EMPTY:-d}            | d
        ${EMPTY-d}             | ""
        ${B-d}                 | d
        ${A:+o}                | o
        ${EMPTY:+o}            | ""
        ${EMPTY+o}             | o
        ${B+o}                 | ""
        ${B:-${C:-$A}}         | a
        ${B:-x$$y}             | x$y
        ${A:?message}          | a
        ${EMPTY?message}       | ""
        }                      | }
        """)
    void replaces(String text, String expected) {
        assertThat(interpolation.replace(text)).isEqualTo(expected);
        assertThat(unset).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        $              | $$ is one dollar
        $1             | expected a name or '{' after '$'
        ${             | expected the name of a variable
        ${A            | expected '}' after '${A'
        ${A:}          | expected '-', '?', '+' or '}' after '${A', found '}'
        ${A!x}         | found '!'
        ${B:-${C}      | expected '}' after '${B'
        ${B:?say it}   | variable B is required: say it
        ${EMPTY:?}     | variable EMPTY is required
        """)
    void refuses(String text, String message) {
        assertThatThrownBy(() -> interpolation.replace(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void tellsWhatIsNotSet() {
        assertThat(interpolation.replace("<$B${C}$A>")).isEqualTo("<a>");
        assertThat(unset).containsExactly("B", "C");
    }
}
