package dev.anyarch.model.platform;

import java.util.List;
import java.util.Locale;

/**
 * Canonical names, by the rules of containerd/platforms ({@code Normalize}): lower case, {@code macos} is {@code darwin},
 * {@code x86_64} is {@code amd64}, {@code i386} is {@code 386}, {@code aarch64} and {@code arm64/v8} are {@code arm64}, {@code armhf} is
 * {@code arm/v7}, {@code armel} is {@code arm/v6}, {@code arm} is {@code arm/v7}. An empty OS stays empty: which OS that
 * means depends on the host, and the caller knows it.
 */
final class PlatformNormalization {
    private PlatformNormalization() {}

    static Platform normalize(Platform platform) {
        String os = platform.os().toLowerCase(Locale.ROOT);
        String architecture = platform.architecture().toLowerCase(Locale.ROOT);
        String variant = platform.variant().toLowerCase(Locale.ROOT);
        List<String> features = platform.osFeatures().stream().sorted().distinct().toList();
        return switch (architecture) {
            case "i386" -> of(platform, os, "386", "", features);
            case "x86_64", "x86-64", "amd64" ->
                of(platform, os, "amd64", variant.equals("v1") ? "" : variant, features);
            case "aarch64", "arm64" -> of(platform, os, "arm64", arm64Variant(variant), features);
            case "armhf" -> of(platform, os, "arm", "v7", features);
            case "armel" -> of(platform, os, "arm", "v6", features);
            case "arm" -> of(platform, os, "arm", armVariant(variant), features);
            default -> of(platform, os, architecture, variant, features);
        };
    }

    private static String arm64Variant(String variant) {
        return switch (variant) {
            case "8", "v8", "v8.0" -> "";
            case "9", "9.0", "v9.0" -> "v9";
            default -> variant;
        };
    }

    private static String armVariant(String variant) {
        return switch (variant) {
            case "", "7" -> "v7";
            case "5", "6", "8" -> "v" + variant;
            default -> variant;
        };
    }

    private static Platform of(Platform original, String os, String architecture, String variant,
            List<String> features) {
        String canonicalOs = os.equals("macos") ? "darwin" : os;
        return new Platform(canonicalOs, architecture, variant, original.osVersion(), features, original.extensions());
    }
}
