package dev.anyarch.bake.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
    private static Map<String, String> read(String text) throws BakeException {
        return DotEnv.read(SourceText.of(".env", text),
                name -> Optional.ofNullable(Map.of("HOME", "/home/me").get(name)));
    }

    @Test
    void readsWhatPeopleWrite() throws BakeException {
        assertThat(read("""
            # comment
            PLAIN=one two   # comment
            export EXPORTED=x
            EMPTY=
            SINGLE='$HOME \\n #'
            DOUBLE="a\\tb \\"$PLAIN\\" ${HOME} \\$X"
            LINES="first
            second"
            COLON: value
            HASH=a#b
            HOME
            UNKNOWN
            WINDOWS=crlf\r
            """)).isEqualTo(Map.ofEntries(Map.entry("PLAIN", "one two"), Map.entry("EXPORTED", "x"),
                Map.entry("EMPTY", ""), Map.entry("SINGLE", "$HOME \\n #"),
                Map.entry("DOUBLE", "a\tb \"one two\" /home/me $X"), Map.entry("LINES", "first\nsecond"),
                Map.entry("COLON", "value"), Map.entry("HASH", "a#b"), Map.entry("HOME", "/home/me"),
                Map.entry("WINDOWS", "crlf")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        =x         | .env:1:1: expected NAME=VALUE
        A B        | .env:1:1: expected '=' after 'A'
        A="x       | expected " at the end
        A=${B:?no} | .env:1:1: A: variable B is required: no
        """)
    void mistakesHaveAPlace(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BakeException.class).hasMessageContaining(message);
    }
}
