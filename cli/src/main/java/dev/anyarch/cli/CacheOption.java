package dev.anyarch.cli;

import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.model.Nearest;
import dev.anyarch.model.reference.Tag;
import java.util.List;
import java.util.Optional;

/**
 * A value of {@code --cache-from} or {@code --cache-to}, as Docker writes them: {@code type=registry,ref=REF} or the reference
 * alone, {@code type=local,dest=DIR} or {@code src=DIR}.
 *
 * @param ignoresErrors whether a build does not fail with its export
 */
record CacheOption(Place place, Tag tag, UsedSteps.Mode mode, boolean ignoresErrors) {
    static final Option FROM = Option.values("--cache-from", "CACHE",
            "take steps from there too: type=registry,ref=REF or type=local,src=DIR");
    static final Option TO = Option.values("--cache-to", "CACHE",
            "write the steps there: type=registry,ref=REF or type=local,dest=DIR; mode=max: of all stages");

    private static final List<String> FROM_FIELDS = List.of("type", "ref", "src", "tag");
    private static final List<String> TO_FIELDS = List.of("type", "ref", "dest", "tag", "mode", "ignore-error");
    private static final String DEFAULT_TAG = "cache";

    static CacheOption from(String text) throws UsageException {
        return parse(FROM, text, "src", FROM_FIELDS);
    }

    static CacheOption to(String text) throws UsageException {
        return parse(TO, text, "dest", TO_FIELDS);
    }

    private static CacheOption parse(Option option, String text, String directory, List<String> known)
            throws UsageException {
        if (!text.contains("=")) {
            return inRegistry(text, UsedSteps.Mode.MIN, false);
        }
        OutputFields fields = OutputFields.parse(option.name(), text);
        String type = fields.take("type").orElse("registry");
        UsedSteps.Mode mode = known.contains("mode") ? mode(fields) : UsedSteps.Mode.MIN;
        boolean ignoresErrors = known.contains("ignore-error") && fields.takeChoice("ignore-error").orElse(false);
        CacheOption parsed = switch (type) {
            case "registry" -> inRegistry(required(fields, "ref"), mode, ignoresErrors);
            case "local" -> {
                Tag tag = tag(fields.take("tag").orElse(DEFAULT_TAG));
                yield new CacheOption(new Place.InLayout(required(fields, directory), Optional.of(tag.value())), tag,
                        mode, ignoresErrors);
            }
            case "inline" -> throw fields.wrong("type=inline: an image here never carries its cache; "
                    + "write it beside the image with type=registry,ref=NAME:cache");
            case "gha", "s3", "azblob" -> throw fields.wrong(
                    "type=%s is not available; use type=registry,ref=NAME:cache, or type=local,%s=DIR and keep the directory"
                            .formatted(type, directory));
            case String other -> throw fields.wrong("type: expected registry or local, found '%s'%s".formatted(other,
                    Nearest.suggestion(other, List.of("registry", "local"))));
        };
        fields.requireNoOther(known);
        return parsed;
    }

    private static UsedSteps.Mode mode(OutputFields fields) throws UsageException {
        return switch (fields.take("mode").orElse("min")) {
            case "min" -> UsedSteps.Mode.MIN;
            case "max" -> UsedSteps.Mode.MAX;
            case String other -> throw fields.wrong("mode: expected min or max, found '%s'".formatted(other));
        };
    }

    private static CacheOption inRegistry(String reference, UsedSteps.Mode mode, boolean ignoresErrors)
            throws UsageException {
        Place.InRegistry place = new Place.InRegistry(Place.reference(reference));
        if (place.reference().digest().isPresent()) {
            throw new UsageException("build cache '%s': expected a tag, found a digest".formatted(reference));
        }
        return new CacheOption(place, place.reference().tag().orElse(Tag.LATEST), mode, ignoresErrors);
    }

    private static Tag tag(String text) throws UsageException {
        try {
            return new Tag(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static String required(OutputFields fields, String name) throws UsageException {
        return fields.take(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> fields.wrong("expected %s=VALUE".formatted(name)));
    }

    @Override
    public String toString() {
        return "build cache " + place;
    }
}
