package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code --metadata-file} gets: the members that Docker writes, and the digest of each platform. */
final class BuildReport {
    private BuildReport() {}

    /** @param source that has the manifests */
    static String metadata(BuildResult result, List<BuildOutput.Image> images, ImageSource source)
            throws IOException {
        return JsonWriter.indented(json(result, images, source), "  ") + "\n";
    }

    static Json.Obj json(BuildResult result, List<BuildOutput.Image> images, ImageSource source) throws IOException {
        JsonBuilder json = new JsonBuilder();
        if (result.manifests().size() == 1) {
            Descriptor only = result.manifests().values().iterator().next();
            if (source.fetchManifest(only.digest()).parse() instanceof ImageManifest manifest) {
                json.put("containerimage.config.digest", manifest.config().digest().toString());
            }
        }
        JsonBuilder platforms = new JsonBuilder();
        result.manifests()
                .forEach((platform, manifest) -> platforms.put(platform.toString(), manifest.digest().toString()));
        json.put("containerimage.descriptor", result.root().toJson())
                .put("containerimage.digest", result.root().digest().toString())
                .putUnlessEmpty("image.name", images.stream()
                        .flatMap(image -> BuildReport.name(image).stream())
                        .distinct()
                        .collect(
                                Collectors.joining(",")))
                .put("platforms", platforms.build());
        return json.build();
    }

    /** As Docker says it: the full reference, wherever it is; not the file that it is in. */
    private static Optional<String> name(BuildOutput.Image image) {
        return switch (image.place()) {
            case Place.InStore at -> Optional.of(at.reference().toString());
            case Place.InDaemon at -> Optional.of(at.reference().toString());
            case Place.InRegistry at -> Optional.of(at.toString());
            case Place.InOciArchive at -> at.name();
            case Place.InDockerArchive at -> at.name();
            case Place.InLayout _ -> Optional.empty();
        };
    }
}
