package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.build.BuildProgress.Step;
import dev.anyarch.model.platform.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StepOutputTest {
    private static final Step STEP = new Step(Platform.parse("linux/amd64"), "0", 1, 1, "RUN x");

    private final StepOutput output = new StepOutput();

    @Test
    void theFirstFailureIsTheCauseAndEqualStepsOfTargetsAreTwo() {
        output.add(Optional.of("a"), STEP, "of a");
        output.add(Optional.of("b"), STEP, "of b");
        output.fail(Optional.of("b"), STEP);
        output.fail(Optional.of("a"), STEP);
        assertThat(output.failed().orElseThrow().target()).contains("b");
        assertThat(output.failed().orElseThrow().lines()).containsExactly("of b");
    }

    @Test
    void ofVeryMuchTheEndIsKeptAndSaysWhatIsNot() {
        String line = "x".repeat(1024 * 1024);
        for (int i = 0; i < 10; i++) {
            output.add(Optional.empty(), STEP, i + line);
        }
        output.fail(Optional.empty(), STEP);
        assertThat(output.failed().orElseThrow().lines()).hasSize(4)
                .first()
                .isEqualTo("… 7 lines before these are left out");
        assertThat(output.failed().orElseThrow().lines().getLast()).startsWith("9");
    }

    @Test
    void linesWithNothingInThemTakeSpaceToo() {
        for (int i = 0; i < 1_000_000; i++) {
            output.add(Optional.empty(), STEP, "");
        }
        output.fail(Optional.empty(), STEP);
        assertThat(output.failed().orElseThrow().lines().size()).isLessThan(200_000);
    }
}
