package dev.anyarch.model.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of many platforms are meant: {@code linux/*,!linux/386}. A pattern is {@code os}, {@code os/arch} or
 * {@code os/arch/variant}, each part a name or {@code *}; {@code !} in front excludes; {@code local} is the host, {@code all}
 * everything. A platform passes when an including pattern takes it and no excluding one does; exclusions alone include the
 * rest.
 *
 * <p>Names are compared normalised: {@code linux/aarch64} and {@code linux/arm64/v8} both mean {@code linux/arm64}. An
 * architecture without a variant is just that, {@code arm} being {@code arm/v7}; {@code linux/arm/*} is all of ARM.
 */
public final class PlatformFilter {
    /** A comma of the platform syntax itself, as in {@code windows/amd64,osver=10.0.20348}, divides nothing. */
    private static final Pattern COMMA = Pattern.compile(",(?!osver=)");

    private final String text;
    private final List<PlatformPattern> included;
    private final List<PlatformPattern> excluded;

    private PlatformFilter(String text, List<PlatformPattern> included, List<PlatformPattern> excluded) {
        this.text = text;
        this.included = List.copyOf(included);
        this.excluded = List.copyOf(excluded);
    }

    /** Lets everything pass. */
    public static PlatformFilter all() {
        return new PlatformFilter("all", List.of(PlatformPattern.ALL), List.of());
    }

    /**
     * Reads a comma list of patterns.
     *
     * @param host what {@code local} means
     * @throws IllegalArgumentException when the text is not one; the message says which pattern is wrong
     */
    public static PlatformFilter parse(String text, Platform host) {
        List<PlatformPattern> included = new ArrayList<>();
        List<PlatformPattern> excluded = new ArrayList<>();
        for (String item : COMMA.split(text, -1)) {
            String pattern = item.strip();
            boolean excludes = pattern.startsWith("!");
            try {
                (excludes ? excluded : included)
                        .add(PlatformPattern.parse(excludes ? pattern.substring(1) : pattern, host));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("platform filter '%s': %s".formatted(text, e.getMessage()), e);
            }
        }
        return new PlatformFilter(text, included.isEmpty() ? List.of(PlatformPattern.ALL) : included, excluded);
    }

    /** Whether {@code platform} passes; {@code unknown/unknown} never does, because it marks attachments. */
    public boolean accepts(Platform platform) {
        Platform normalized = platform.normalized();
        return !platform.isUnknown() && included.stream().anyMatch(pattern -> pattern.matches(normalized))
                && excluded.stream().noneMatch(pattern -> pattern.matches(normalized));
    }

    @Override
    public String toString() {
        return text;
    }
}
