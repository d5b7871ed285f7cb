package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.builder.dockerfile.Instruction.Healthcheck.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each text is what BuildKit 0.34.2 was seen to write. */
final class HistoryTextTest {
    @Test
    void wordsAreQuotedAsGoQuotesThem() {
        assertThat(
                HistoryText.quoted("CMD", List.of("a", "b \"c\" <&>", "\\ \t\n\u0007\u0001", "é ☃ \u00a0 \u200b 😀")))
                .isEqualTo(
                        "CMD [\"a\" \"b \\\"c\\\" <&>\" \"\\\\ \\t\\n\\a\\x01\" \"é ☃ \\u00a0 \\u200b 😀\"]");
        assertThat(HistoryText.quoted("ENTRYPOINT", List.of())).isEqualTo("ENTRYPOINT []");
    }

    @Test
    void aHealthcheckIsWrittenWhole() {
        Check check = new Check(new CommandLine.Exec(List.of("a", "b c")), Duration.ofSeconds(5),
                Duration.ofSeconds(90), Duration.ofSeconds(2), Duration.ofMillis(1500), 4);
        assertThat(HistoryText.healthcheck(List.of("CMD", "a", "b c"), Optional.of(check))).isEqualTo(
                "HEALTHCHECK {Test:[CMD a b c] Interval:5s Timeout:1m30s StartPeriod:2s StartInterval:1.5s Retries:4}");
        assertThat(HistoryText.healthcheck(List.of("NONE"), Optional.empty())).isEqualTo(
                "HEALTHCHECK {Test:[NONE] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT0.001S,1ms", "PT0.0015S,1.5ms", "PT1H30M5S,1h30m5s", "PT72H,72h0m0s", "PT1M,1m0s",
        "PT61.25S,1m1.25s", "PT0.0000015S,1.5µs", "PT0.000000007S,7ns"})
    void durationsAreWrittenAsGoWritesThem(Duration duration, String text) {
        assertThat(GoText.duration(duration)).isEqualTo(text);
    }
}
