package dev.anyarch.builder.lint;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The arguments that a build gives by itself. */
final class PlatformArguments {
    /** As they are for one platform; which one does not matter here. */
    static final Map<String, String> EXAMPLE = Map.ofEntries(Map.entry("TARGETPLATFORM", "linux/amd64"),
            Map.entry("TARGETOS", "linux"), Map.entry("TARGETARCH", "amd64"), Map.entry("TARGETVARIANT", ""),
            Map.entry("TARGETOSVERSION", ""), Map.entry("TARGETSTAGE", "default"),
            Map.entry("BUILDPLATFORM", "linux/amd64"), Map.entry("BUILDOS", "linux"), Map.entry("BUILDARCH", "amd64"),
            Map.entry("BUILDVARIANT", ""), Map.entry("BUILDOSVERSION", ""));
    static final Set<String> NAMES = Set.of("TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT",
            "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT");
    /** Where a shell replaces one of them. */
    static final Pattern IN_SHELL = Pattern
            .compile("(?<!\\\\)\\$\\{?(" + String.join("|", NAMES) + ")(?![A-Za-z0-9_])");

    private PlatformArguments() {}
}
