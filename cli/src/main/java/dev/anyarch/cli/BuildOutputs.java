package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a build goes: the options that say so, and what is told about it afterwards. */
final class BuildOutputs {
    static final Option TAG = Option.values("-t,--tag", "NAME", "a name for the image; may be repeated");
    static final Option PUSH = Option.flag("--push", "to the registries of the names, rather than the local store");
    static final Option OUTPUT = Option.values("-o,--output", "OUTPUT", "another place; may be repeated");

    private BuildOutputs() {}

    /** At least one place. */
    static List<Place> of(Arguments arguments) throws UsageException {
        boolean push = arguments.has(PUSH);
        List<Place> store = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (String tag : arguments.separatedValues(TAG)) {
            Reference reference = Place.reference(tag);
            store.add(push ? new Place.InRegistry(reference) : new Place.InStore(reference));
        }
        for (String output : arguments.values(OUTPUT)) {
            places.add(output.startsWith("type=") ? docker(output) : Place.parse(output));
        }
        // An archive cannot be copied from before it is written, so what can be comes first.
        places.sort((a, b) -> Boolean.compare(isArchive(a), isArchive(b)));
        store.addAll(places);
        if (store.isEmpty()) {
            throw new UsageException(
                    "expected --tag NAME or --output PLACE, found neither: the image would be nowhere");
        }
        return List.copyOf(store);
    }

    private static boolean isArchive(Place place) {
        return switch (place) {
            case Place.InOciArchive _,Place.InDockerArchive _ -> true;
            case Place.InRegistry _,Place.InStore _,Place.InLayout _ -> false;
        };
    }

    /** Docker's way: {@code type=oci,dest=FILE}, {@code type=oci,tar=false,dest=DIR}, {@code type=docker,dest=FILE}. */
    private static Place docker(String text) throws UsageException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            int equals = field.indexOf('=');
            fields.put(equals < 0 ? field : field.substring(0, equals), field.substring(equals + 1));
        }
        String destination = fields.getOrDefault("dest", "");
        boolean tar = !fields.getOrDefault("tar", "true").equals("false");
        String prefix = switch (fields.getOrDefault("type", "")) {
            case "oci" -> tar ? "oci-archive:" : "oci:";
            case "docker" -> "docker-archive:";
            case String other -> throw new UsageException(
                    "output '%s': expected type oci or docker, found '%s'".formatted(text, other));
        };
        if (destination.isEmpty()) {
            throw new UsageException("output '%s': expected dest=PATH, found none".formatted(text));
        }
        return Place.parse(prefix + destination);
    }

    /** What {@code --metadata-file} gets; the first two members are as Docker names them. */
    static String metadata(BuildResult result, List<Place> outputs) {
        JsonBuilder platforms = new JsonBuilder();
        result.manifests()
                .forEach((platform, manifest) -> platforms.put(platform.toString(), manifest.digest().toString()));
        return JsonWriter.indented(new JsonBuilder().put("containerimage.digest", result.root().digest().toString())
                .put("image.name", outputs.stream().map(Place::toString).collect(Collectors.joining(",")))
                .put("containerimage.descriptor", result.root().toJson())
                .put("platforms", platforms.build())
                .build(), "  ") + "\n";
    }
}
