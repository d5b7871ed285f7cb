package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was built, in the end.
 *
 * @param targets in the order of publication
 * @param results by the name of the target
 */
record StackReport(List<StackTarget> targets, Map<String, BuildResult> results) {
    private static final String NOWHERE = "(nothing is kept: no tags and no output)";

    void print(Console console) {
        Table table = new Table("TARGET", "DIGEST", "PLATFORMS", "WHERE");
        for (StackTarget target : targets) {
            Optional<BuildResult> result = Optional.ofNullable(results.get(target.name()));
            if (result.isPresent()) {
                table.row(target.name(), result.get().root().digest().abbreviated(), platforms(result.get()),
                        target.outputs().map(StackReport::where).orElse(NOWHERE));
            }
        }
        table.print(console);
    }

    private static String platforms(BuildResult result) {
        return result.manifests().keySet().stream().map(Platform::toString).collect(Collectors.joining(","));
    }

    private static String where(BuildOutputs outputs) {
        return outputs.outputs().stream().map(BuildOutput::toString).collect(Collectors.joining(" "));
    }

    /** As Docker's {@code --metadata-file}: for each target what a build of it tells. */
    String metadata(ImageSource built) throws IOException {
        JsonBuilder json = new JsonBuilder();
        for (StackTarget target : targets) {
            Optional<BuildResult> result = Optional.ofNullable(results.get(target.name()));
            if (result.isPresent()) {
                json.put(target.name(), BuildReport.json(result.get(),
                        target.outputs().map(BuildOutputs::images).orElse(List.of()), built));
            }
        }
        return JsonWriter.indented(json.build(), "  ") + "\n";
    }

    Json.Obj toJson() {
        JsonBuilder json = new JsonBuilder();
        for (StackTarget target : targets) {
            Optional.ofNullable(results.get(target.name()))
                    .ifPresent(result -> json.put(target.name(),
                            new JsonBuilder().put("digest", result.root().digest().toString())
                                    .put("mediaType", result.root().mediaType().value())
                                    .put("platforms", platforms(result, new JsonBuilder()))
                                    .put("outputs", Json.ofStrings(target.outputs()
                                            .map(BuildOutputs::outputs)
                                            .orElse(List.of())
                                            .stream()
                                            .map(BuildOutput::toString)
                                            .toList()))
                                    .build()));
        }
        return json.build();
    }

    private static Json.Obj platforms(BuildResult result, JsonBuilder json) {
        result.manifests()
                .forEach((platform, manifest) -> json.put(platform.toString(), manifest.digest().toString()));
        return json.build();
    }
}
