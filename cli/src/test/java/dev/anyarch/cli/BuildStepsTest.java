package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.model.platform.Platform;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildStepsTest {
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void linesTellTheTargetAndThePlatformOfACommandThatFails() throws UsageException {
        Console console = new Console(new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(messages, true, UTF_8), false);
        Arguments plain = new Arguments(Map.of(BuildSteps.PROGRESS.name(), List.of("plain")), List.of());
        BuildProgress.Step step = new BuildProgress.Step(Platform.parse("linux/arm64"), "tools", 2, 3, "RUN make");
        try (BuildSteps steps = BuildSteps.of(plain, console).ofTarget("web")) {
            steps.begun(step);
            steps.printed(step, "no rule");
            steps.failed(step);
        }
        assertThat(messages.toString(UTF_8).lines()).containsExactly("web linux/arm64 [tools 2/3] RUN make",
                "web linux/arm64 [tools 2/3] | no rule", "web linux/arm64 [tools 2/3] FAILED");
    }
}
