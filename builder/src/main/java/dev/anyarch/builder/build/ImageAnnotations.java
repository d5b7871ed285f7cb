package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Suggestion;
import dev.anyarch.model.platform.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The annotations of a build by the place they go to; a later one of the same key wins. */
public record ImageAnnotations(List<Entry> entries) {
    public static final ImageAnnotations NONE = new ImageAnnotations(List.of());
    private static final Pattern PLACE = Pattern.compile("([a-z-]*)(?:\\[([^\\[\\]]*)])?");

    /** Where an annotation goes. */
    public enum Level {
        /** The image manifest of each platform. */
        MANIFEST("manifest"),
        /** What the index says of each manifest. */
        MANIFEST_DESCRIPTOR("manifest-descriptor"),
        /** The index. */
        INDEX("index"),
        /** What an OCI layout says of the index. */
        INDEX_DESCRIPTOR("index-descriptor");

        private final String text;

        Level(String text) {
            this.text = text;
        }

        /** Whether it is there once for each platform. */
        boolean hasPlatform() {
            return this == MANIFEST || this == MANIFEST_DESCRIPTOR;
        }

        static Level parse(String text) {
            List<String> known = new ArrayList<>();
            for (Level level : values()) {
                if (level.text.equals(text)) {
                    return level;
                }
                known.add(level.text);
            }
            throw new IllegalArgumentException("expected one of %s before the colon, found '%s'%s".formatted(
                    String.join(", ", known), text, Suggestion.of(text, known)));
        }
    }

    /**
     * One annotation of one level.
     *
     * @param platform whose manifest it is for; all when absent
     */
    public record Entry(Level level, Optional<Platform> platform, String key, String value) {}

    public ImageAnnotations {
        entries = List.copyOf(entries);
    }

    /**
     * Reads {@code [LEVEL[PLATFORM],…:]KEY=VALUE}, as {@code --annotation} of Docker: {@code KEY=VALUE},
     * {@code index:KEY=VALUE}, {@code manifest[linux/arm64],index:KEY=VALUE}.
     *
     * @throws IllegalArgumentException when a text is none
     */
    public static ImageAnnotations parse(List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            int colon = text.substring(0, Math.max(0, equals)).lastIndexOf(':');
            if (equals < 1 || colon == equals - 1) {
                throw new IllegalArgumentException(
                        "annotation '%s': expected [LEVEL:]KEY=VALUE".formatted(text));
            }
            String key = text.substring(colon + 1, equals);
            String value = text.substring(equals + 1);
            try {
                for (String place : colon < 0 ? List.of("manifest") : places(text.substring(0, colon))) {
                    entries.add(entry(place, key, value));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("annotation '%s': %s".formatted(text, e.getMessage()), e);
            }
        }
        return new ImageAnnotations(entries);
    }

    private static List<String> places(String text) {
        return List.of(text.split(",(?![^\\[]*])", -1));
    }

    private static Entry entry(String place, String key, String value) {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected LEVEL or LEVEL[PLATFORM], found '%s'".formatted(place));
        }
        Level level = Level.parse(matcher.group(1));
        Optional<Platform> platform = Optional.ofNullable(matcher.group(2)).map(Platform::parse);
        if (platform.isPresent() && !level.hasPlatform()) {
            throw new IllegalArgumentException("%s is there once for all platforms; leave out [%s]".formatted(
                    level.text, matcher.group(2)));
        }
        return new Entry(level, platform, key, value);
    }

    /** As before, and those of every manifest and of the index. */
    ImageAnnotations with(Map<String, String> manifest, Map<String, String> index) {
        List<Entry> all = new ArrayList<>(entries);
        manifest.forEach((key, value) -> all.add(new Entry(Level.MANIFEST, Optional.empty(), key, value)));
        index.forEach((key, value) -> all.add(new Entry(Level.INDEX, Optional.empty(), key, value)));
        return new ImageAnnotations(all);
    }

    /** Both, those of {@code others} last. */
    public ImageAnnotations and(ImageAnnotations others) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return new ImageAnnotations(all);
    }

    Map<String, String> of(Level level, Platform platform) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.level == level && entry.platform.map(platform::isSameAs).orElse(true)) {
                found.put(entry.key, entry.value);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    Map<String, String> of(Level level) {
        Map<String, String> found = new LinkedHashMap<>();
        entries.stream().filter(entry -> entry.level == level).forEach(entry -> found.put(entry.key, entry.value));
        return Collections.unmodifiableMap(found);
    }

    /** @throws IllegalArgumentException when an annotation is for a platform that is not built, or for an index that is not made */
    void requirePlaces(List<Platform> platforms, boolean isIndex) {
        for (Entry entry : entries) {
            if (entry.platform.isPresent() && platforms.stream().noneMatch(entry.platform.get()::isSameAs)) {
                throw new IllegalArgumentException("annotation %s: %s is not built, only %s".formatted(entry.key,
                        entry.platform.get(), platforms));
            }
            boolean needsIndex = entry.level == Level.INDEX || entry.level == Level.INDEX_DESCRIPTOR;
            if (needsIndex && !isIndex) {
                throw new IllegalArgumentException(
                        "annotation %s: an image for one platform has no index; build for several, or annotate the manifest"
                                .formatted(entry.key));
            }
        }
    }
}
