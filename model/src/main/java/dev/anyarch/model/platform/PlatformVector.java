package dev.anyarch.model.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The platforms that a machine runs, best first, by the rules of containerd/platforms ({@code platformVector}, compare.go):
 * amd64 levels and ARM versions downwards, arm64 v9.m down to v9 and then from v8.(m+5), last the 32-bit relative. All
 * arguments are normalised.
 */
final class PlatformVector {
    private static final Pattern LEVEL = Pattern.compile("v?([0-9]{1,9})");
    /** The ARMv8 and ARMv9 versions that containerd knows, after the {@code v}. */
    private static final Pattern ARM64_VERSION = Pattern.compile("v(?:(8)(?:\\.([0-9]))?|(9)(?:\\.([0-7]))?)");
    private static final int OLDEST_ARM = 5;
    private static final int NEWEST_ARMV8_MINOR = 9;
    private static final int ARMV9_IS_ARMV8_PLUS = 5;
    /** No CPU has a level above; it bounds the work for a variant such as {@code v999999999}. */
    private static final int MAX_LEVEL = 100;

    private PlatformVector() {}

    /** With 32-bit relatives; empty for an arm64 variant that containerd does not know. */
    static List<Platform> of(Platform platform) {
        List<Platform> vector = new ArrayList<>(sameArchitecture(platform));
        if (!vector.isEmpty()) {
            vector.addAll(relatives32Bit(platform));
        }
        return vector;
    }

    static List<Platform> sameArchitecture(Platform platform) {
        return switch (platform.architecture()) {
            case "amd64" -> downwards(platform, 1);
            case "arm" -> downwards(platform, OLDEST_ARM);
            case "arm64" -> arm64(platform);
            default -> List.of(platform);
        };
    }

    static List<Platform> relatives32Bit(Platform platform) {
        return switch (platform.architecture()) {
            case "amd64" -> List.of(platform.withArchitecture("386").withVariant(""));
            case "arm64" -> downwards(platform.withArchitecture("arm").withVariant("v8"), OLDEST_ARM);
            default -> List.of();
        };
    }

    private static List<Platform> downwards(Platform platform, int lowest) {
        List<Platform> vector = new ArrayList<>();
        vector.add(platform);
        Matcher level = LEVEL.matcher(platform.variant());
        if (level.matches()) {
            int highest = Math.min(Integer.parseInt(level.group(1)), MAX_LEVEL);
            for (int lower = highest - 1; lower >= lowest; lower--) {
                vector.add(platform.withVariant("v" + lower));
            }
        }
        return vector;
    }

    private static List<Platform> arm64(Platform platform) {
        Matcher version = ARM64_VERSION.matcher(platform.variant().isEmpty() ? "v8" : platform.variant());
        if (!version.matches()) {
            return List.of();
        }
        List<Platform> vector = new ArrayList<>();
        int armv8Minor = minor(version.group(2));
        if (version.group(3) != null) {
            int armv9Minor = minor(version.group(4));
            addMinors(vector, platform, 9, armv9Minor);
            armv8Minor = Math.min(armv9Minor + ARMV9_IS_ARMV8_PLUS, NEWEST_ARMV8_MINOR);
        }
        addMinors(vector, platform, 8, armv8Minor);
        return vector;
    }

    private static int minor(@Nullable String digit) {
        return digit == null ? 0 : Integer.parseInt(digit);
    }

    private static void addMinors(List<Platform> vector, Platform platform, int major, int newest) {
        IntStream.rangeClosed(0, newest)
                .map(i -> newest - i)
                .mapToObj(minor -> minor == 0 ? "v" + major : "v%d.%d".formatted(major, minor))
                .map(platform::withVariant)
                .forEach(vector::add);
    }
}
