package dev.anyarch.cli;

import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.PlatformFilter;
import dev.anyarch.operations.copy.PlatformChoice;
import java.util.ArrayList;
import java.util.List;

/** Platforms as options name them: {@code linux/arm64}, {@code local}, and filters such as {@code linux/*,!linux/386}. */
final class Platforms {
    private Platforms() {}

    static Platform parse(String text) throws UsageException {
        if (text.equals("local")) {
            return Host.platform();
        }
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    static List<Platform> parseAll(List<String> texts) throws UsageException {
        List<Platform> platforms = new ArrayList<>();
        for (String text : texts) {
            platforms.add(parse(text));
        }
        return List.copyOf(platforms);
    }

    /** Named platforms must all be there; of a filter's, one. */
    static PlatformChoice choice(List<String> texts) throws UsageException {
        if (texts.isEmpty()) {
            return PlatformChoice.ALL;
        }
        if (texts.stream().noneMatch(Platforms::isPattern)) {
            return PlatformChoice.of(parseAll(texts));
        }
        try {
            PlatformFilter filter = PlatformFilter.parse(String.join(",", texts), Host.platform());
            return new PlatformChoice.Matching(filter.toString(), filter::accepts);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** Whether any of them stands for platforms that somebody else knows: {@code all}, {@code linux/*}, {@code !linux/386}. */
    static boolean arePatterns(List<String> texts) {
        return texts.stream().anyMatch(text -> text.equals("all") || text.contains("*") || text.startsWith("!"));
    }

    private static boolean isPattern(String text) {
        return text.contains("*") || text.startsWith("!") || text.equals("all")
                || (!text.contains("/") && !text.equals("local"));
    }
}
