package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Instructions as text for the history and for progress. */
final class HistoryText {
    private HistoryText() {}

    static String pairs(String instruction, Map<String, String> pairs) {
        return pairs.entrySet()
                .stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(" ", instruction + " ", ""));
    }

    static String command(String instruction, CommandLine command) {
        return switch (command) {
            case CommandLine.Exec exec -> instruction + " " + json(exec.arguments());
            case CommandLine.Shell shell -> instruction + " " + shell.text();
        };
    }

    static String json(List<String> words) {
        return new String(JsonWriter.compact(Json.ofStrings(words)), StandardCharsets.UTF_8);
    }
}
