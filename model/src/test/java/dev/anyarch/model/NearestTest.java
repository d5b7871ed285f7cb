package dev.anyarch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("COPY", "ENV", "locked", "private", "shared", "--platform", "-a");

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"COYP, COPY", "copy, COPY", "lockd, locked", "privat, private",
        "--plat, --platform",
        "ENVX, ENV", "sharing, shared", "-x, -", "x, -", "nothing, -", "'', -"})
    void theNearestIsFoundWhenItIsNearEnough(String word, @Nullable String found) {
        assertThat(Nearest.find(word, KNOWN).orElse(null)).isEqualTo(found);
    }

    @Test
    void ofSeveralItIsTheFirst() {
        assertThat(Nearest.suggestion("bbb", List.of("bbc", "bba"))).isEqualTo("; did you mean 'bba'?");
        assertThat(Nearest.suggestion("bb", List.of())).isEmpty();
    }

    @Test
    void distanceCountsEdits() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "Sitting")).isEqualTo(3);
        assertThat(Nearest.distance("cpoy", "COPY")).isEqualTo(1);
    }
}
