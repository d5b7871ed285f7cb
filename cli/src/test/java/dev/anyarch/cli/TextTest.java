package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "123456789, 123.5 MB",
        "9223372036854775807, 9223.4 PB"})
    void sizesArePowersOfTen(long bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
    }
}
