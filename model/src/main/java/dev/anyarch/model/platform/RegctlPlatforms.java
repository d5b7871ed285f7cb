package dev.anyarch.model.platform;

import dev.anyarch.model.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** regclient's own names and comparison of platforms (types/platform/platform.go and compare.go). */
final class RegctlPlatforms {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private RegctlPlatforms() {}

    /** The wanted platform in lower case and normalised; empty when regclient cannot parse it. */
    static Optional<Platform> parse(Platform wanted) {
        boolean parts = PART.matcher(wanted.os()).matches() && PART.matcher(wanted.architecture()).matches()
                && (wanted.variant().isEmpty() || PART.matcher(wanted.variant()).matches());
        return parts
                ? Optional.of(normalize(wanted.withOs(lower(wanted.os()))
                        .withArchitecture(lower(wanted.architecture()))
                        .withVariant(lower(wanted.variant()))))
                : Optional.empty();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** As containerd does, but case counts and {@code 8.0}, {@code 9} and their like stay. */
    static Platform normalize(Platform platform) {
        Platform named = platform.os().equals("macos") ? platform.withOs("darwin") : platform;
        String variant = platform.variant();
        return switch (platform.architecture()) {
            case "i386" -> named.withArchitecture("386").withVariant("");
            case "x86_64", "x86-64", "amd64" ->
                named.withArchitecture("amd64").withVariant(variant.equals("v1") ? "" : variant);
            case "aarch64", "arm64" -> named.withArchitecture("arm64")
                    .withVariant(variant.equals("8") || variant.equals("v8") ? "" : variant);
            case "armhf" -> named.withArchitecture("arm").withVariant("v7");
            case "armel" -> named.withArchitecture("arm").withVariant("v6");
            case "arm" -> named.withVariant(switch (variant) {
                case "" -> "v7";
                case "5", "6", "7", "8" -> "v" + variant;
                default -> variant;
            });
            default -> named;
        };
    }

    /** Why a host does not run an entry; both normalised. A host that is no Linux may run a virtual machine that is. */
    static Optional<String> findDifference(Platform host, Platform entry) {
        boolean virtual = (host.os().equals("windows") || host.os().equals("darwin")) && entry.os().equals("linux");
        if (!host.os().equals(entry.os()) && !virtual) {
            return Optional.of("OS differs");
        }
        if (!host.architecture().equals(entry.architecture())) {
            return Optional.of("architecture differs");
        }
        if (!runsVariant(host.variant(), entry.variant())) {
            return Optional.of("variant differs");
        }
        return switch (host.os()) {
            case "linux", "freebsd", "darwin" -> Optional.empty();
            case "windows" -> virtual || host.osVersion().isEmpty()
                    || build(host.osVersion()).equals(build(entry.osVersion()))
                            ? Optional.empty()
                            : Optional.of("OS version differs");
            default -> host.osVersion().equals(entry.osVersion()) && host.osFeatures().equals(entry.osFeatures())
                    && cpuFeatures(host).equals(cpuFeatures(entry))
                            ? Optional.empty()
                            : Optional.of("OS version or features differ");
        };
    }

    /** Whether {@code entry} is better than {@code before} for a host that runs both; all normalised. */
    static boolean isBetter(Platform host, Platform entry, Platform before) {
        if (!before.os().equals(entry.os()) && (entry.os().equals(host.os()) || before.os().equals(host.os()))) {
            return entry.os().equals(host.os());
        }
        if (!before.variant().equals(entry.variant())) {
            if (entry.variant().equals(host.variant()) || before.variant().equals(host.variant())) {
                return entry.variant().equals(host.variant());
            }
            int order = Long.compare(number(entry.variant()), number(before.variant()));
            if (order != 0) {
                return order > 0;
            }
        }
        if (!before.osVersion().equals(entry.osVersion())) {
            if (entry.osVersion().equals(host.osVersion()) || before.osVersion().equals(host.osVersion())) {
                return entry.osVersion().equals(host.osVersion());
            }
            return compareVersions(before.osVersion(), entry.osVersion()) < 0;
        }
        return false;
    }

    private static boolean runsVariant(String host, String entry) {
        long hostNumber = number(host);
        long entryNumber = number(entry);
        return hostNumber >= entryNumber || (host.isEmpty() && entryNumber == 1);
    }

    /** The number after a {@code v}, and 0 for every other variant. */
    private static long number(String variant) {
        String digits = variant.startsWith("v") ? variant.substring(1) : variant;
        return WHOLE_NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
    }

    private static String build(String osVersion) {
        String[] parts = osVersion.split("\\.", -1);
        return parts.length < 4 ? osVersion : String.join(".", List.of(parts).subList(0, 3));
    }

    /** Part by part as numbers; a version that ends earlier is lower, but only when it is the second. */
    private static int compareVersions(String first, String second) {
        String[] left = first.split("\\.", -1);
        String[] right = second.split("\\.", -1);
        for (int i = 0; i < left.length; i++) {
            if (i >= right.length) {
                return 1;
            }
            boolean leftNumber = WHOLE_NUMBER.matcher(left[i]).matches();
            boolean rightNumber = WHOLE_NUMBER.matcher(right[i]).matches();
            if (!leftNumber || !rightNumber) {
                return leftNumber ? 1 : rightNumber ? -1 : 0;
            }
            int order = Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<Json> cpuFeatures(Platform platform) {
        return platform.extensions().find("features").orElse(Json.NULL) instanceof Json.Arr features
                ? features.elements()
                : List.of();
    }
}
