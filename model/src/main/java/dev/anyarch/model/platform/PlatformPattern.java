package dev.anyarch.model.platform;

import java.util.List;

/**
 * One pattern of a {@link PlatformFilter}; its parts are normalised names or {@code *}.
 *
 * @param osVersion what the version begins with; empty for any
 */
record PlatformPattern(String os, String architecture, String variant, String osVersion) {
    static final PlatformPattern ALL = new PlatformPattern("*", "*", "*", "");

    private static final String ANY = "*";

    static PlatformPattern parse(String text, Platform host) {
        return switch (text) {
            case "all", ANY -> ALL;
            case "local" -> ofPlatform(host);
            default -> parsePattern(text);
        };
    }

    private static PlatformPattern parsePattern(String text) {
        if (text.indexOf('*') >= 0) {
            return ofParts(text, List.of(text.split("/", -1)));
        }
        if (PlatformNames.isOperatingSystem(text)) {
            return new PlatformPattern(new Platform(text, "", "").normalized().os(), ANY, ANY, "");
        }
        return ofPlatform(Platform.parse(text));
    }

    private static PlatformPattern ofPlatform(Platform platform) {
        Platform normalized = platform.normalized();
        return new PlatformPattern(normalized.os(), normalized.architecture(), normalized.variant(),
                normalized.osVersion());
    }

    private static PlatformPattern ofParts(String text, List<String> parts) {
        if (parts.size() > 3 || !parts.stream().allMatch(part -> part.matches("\\*|[A-Za-z0-9_.-]+"))) {
            throw new IllegalArgumentException(
                    "'%s': expected OS/ARCH or OS/ARCH/VARIANT with '*' for any whole part, such as linux/*"
                            .formatted(text));
        }
        String architecture = parts.size() > 1 ? parts.get(1) : ANY;
        String variant = parts.size() > 2 ? parts.get(2) : architecture.equals(ANY) ? ANY : "";
        return ofPlatform(new Platform(parts.getFirst(), architecture, variant));
    }

    /** Whether a normalised platform is one of those meant. */
    boolean matches(Platform normalized) {
        return fits(os, normalized.os()) && fits(architecture, normalized.architecture())
                && fits(variant, normalized.variant())
                && (osVersion.isEmpty() || (normalized.osVersion() + ".").startsWith(osVersion + "."));
    }

    private static boolean fits(String wanted, String found) {
        return wanted.equals(ANY) || wanted.equals(found);
    }
}
