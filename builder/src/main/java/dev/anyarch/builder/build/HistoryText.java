package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Instruction.Healthcheck.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Instructions as text for the history: letter by letter what BuildKit writes, because tools make Dockerfiles of it again. */
final class HistoryText {
    private HistoryText() {}

    /** What makes a layer. */
    static String ofLayer(String instruction, List<String> words) {
        return "%s %s # buildkit".formatted(instruction, String.join(" ", words));
    }

    static String pairs(String instruction, Map<String, String> pairs) {
        return pairs.entrySet()
                .stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(" ", instruction + " ", ""));
    }

    static String list(String instruction, List<String> words) {
        return instruction + " " + list(words);
    }

    static String quoted(String instruction, List<String> words) {
        return instruction + " " + list(words.stream().map(GoText::quote).toList());
    }

    /** @param check absent for NONE */
    static String healthcheck(List<String> test, Optional<Check> check) {
        return "HEALTHCHECK {Test:%s Interval:%s Timeout:%s StartPeriod:%s StartInterval:%s Retries:%d}".formatted(
                list(test),
                GoText.duration(check.map(Check::interval).orElse(Duration.ZERO)),
                GoText.duration(check.map(Check::timeout).orElse(Duration.ZERO)),
                GoText.duration(check.map(Check::startPeriod).orElse(Duration.ZERO)),
                GoText.duration(check.map(Check::startInterval).orElse(Duration.ZERO)),
                check.map(Check::retries).orElse(0));
    }

    private static String list(List<String> words) {
        return "[" + String.join(" ", words) + "]";
    }
}
