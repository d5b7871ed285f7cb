package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LoneRunsTest {
    private static final String TWO_STAGES = """
        FROM scratch AS first
        RUN a
        RUN both
        FROM scratch
        RUN b
        RUN both
        RUN twice
        RUN twice
        RUN <<EOF
        one
        EOF
        RUN <<EOF
        two
        EOF
        """;

    @Test
    void thoseThatAreThereOnceAre() throws IOException {
        assertThat(lone(TWO_STAGES, List.of(stages("first", "second")))).containsExactly("RUN a", "RUN b",
                "RUN <<EOF\none\nEOF", "RUN <<EOF\ntwo\nEOF");
    }

    @Test
    void aStageThatNobodyNeedsDoesNotCount() throws IOException {
        SortedMap<Integer, Digest> second = new TreeMap<>();
        second.put(1, key("second"));
        assertThat(lone(TWO_STAGES, List.of(second))).containsExactly("RUN both", "RUN b", "RUN <<EOF\none\nEOF",
                "RUN <<EOF\ntwo\nEOF");
    }

    @Test
    void aStageThatIsTheSameForTwoPlatformsIsOne() throws IOException {
        assertThat(lone(TWO_STAGES, List.of(stages("first", "amd64"), stages("first", "arm64"))))
                .containsExactly("RUN a");
    }

    private static List<String> lone(String text, List<SortedMap<Integer, Digest>> signatures) throws IOException {
        Dockerfile dockerfile = Dockerfile.parse("Dockerfile", text);
        LoneRuns lone = LoneRuns.of(dockerfile, signatures);
        Set<String> found = new LinkedHashSet<>();
        dockerfile.stages().forEach(stage -> stage.instructions().forEach(instruction -> {
            if (instruction instanceof Instruction.Run run && lone.contains(run)) {
                found.add(String.join("\n", run.location().lines()));
            }
        }));
        return List.copyOf(found);
    }

    private static SortedMap<Integer, Digest> stages(String first, String second) {
        SortedMap<Integer, Digest> signatures = new TreeMap<>();
        signatures.put(0, key(first));
        signatures.put(1, key(second));
        return signatures;
    }

    private static Digest key(String name) {
        return new KeyWriter(name).digest();
    }
}
