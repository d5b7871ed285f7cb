package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a           | a          | true
        a           | a/b        | true
        a           | ab         | false
        a/b         | a          | false
        *           | a/b        | true
        *.txt       | a.txt      | true
        *.txt       | d/a.txt    | false
        a*c         | abbc       | true
        a?c         | abc        | true
        a?c         | a/c        | false
        a?c         | a😀c        | true
        [a-c]x      | bx         | true
        [^a-c]x     | bx         | false
        [^a-c]x     | /x         | false
        [a-]        | -          | true
        [\\]]       | ]          | true
        \\*          | *          | true
        \\*          | a          | false
        **          | a/b/c      | true
        **/c        | a/b/c      | true
        **/c        | c          | true
        **/c        | ac         | false
        a/**/c      | a/c        | true
        a/**/c      | a/b/b/c/d  | true
        a/**/c      | a/bc       | false
        a/**        | a          | false
        a/**        | a/b        | true
        **/**/c     | a/c        | true
        a**b        | a/x/b      | true
        """)
    void matchesAPathOrADirectoryAboveIt(String pattern, String path, boolean matches) {
        assertThat(PathPattern.compile(pattern, true).matchesAtOrAbove(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a           | b          | false
        a/b         | a          | true
        a/b/c       | a/x        | false
        ab          | a          | false
        a*/b        | ab         | true
        a*/b        | b          | false
        *           | a          | false
        */*/c       | a/b        | true
        **/c        | a/b        | true
        a/**        | b          | false
        [a-c]/x     | d          | false
        """)
    void tellsWhereNothingMatches(String pattern, String directory, boolean matches) {
        assertThat(PathPattern.compile(pattern, true).canMatchBelow(directory)).isEqualTo(matches);
    }

    @Test
    void aNameMatchesWhole() {
        assertThat(PathPattern.compile("a*", false).matches("ab")).isTrue();
        assertThat(PathPattern.compile("a", false).matches("a/b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a", "[z-a]", "a\\", "[a\\"})
    void malformedOnesAreRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.compile(pattern, true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }

    @Test
    void whereOthersTryEverythingTheTimeIsBounded() {
        PathPattern pattern = PathPattern.compile("**/".repeat(50) + "a*".repeat(50) + "**/x".repeat(50) + "b", true);
        String path = "aaaaaaaaaaaaaaaaaaaa/".repeat(100) + "a".repeat(250);
        assertThat(Assertions.assertTimeout(Duration.ofSeconds(30), () -> pattern.matchesAtOrAbove(path))).isFalse();
    }
}
