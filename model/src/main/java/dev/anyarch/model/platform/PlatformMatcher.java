package dev.anyarch.model.platform;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One platform and what equals it, by the rules of containerd/platforms ({@code NewMatcher}, compare.go and
 * platform_windows_compat.go): normalised OS, architecture and variant are equal, the candidate asks for no more OS features
 * than are wanted, and on Windows the versions fit. An {@code os.version} of any other OS is ignored.
 */
final class PlatformMatcher {
    /** containerd takes an empty OS for that of the host; what pulls images runs Linux. */
    private static final String HOST_OS = "linux";
    private static final String WINDOWS = "windows";
    private static final String WIN32K = "win32k";

    private final Platform wanted;

    PlatformMatcher(Platform wanted) {
        this.wanted = normalize(wanted);
    }

    static Platform normalize(Platform platform) {
        return (platform.os().isEmpty() ? platform.withOs(HOST_OS) : platform).normalized();
    }

    boolean matches(Platform candidate) {
        return findDifference(candidate).isEmpty();
    }

    /** What keeps {@code candidate} from matching; empty when it matches. */
    Optional<String> findDifference(Platform candidate) {
        Platform found = normalize(candidate);
        if (!wanted.os().equals(found.os())) {
            return Optional.of("OS differs");
        }
        if (!wanted.architecture().equals(found.architecture())) {
            return Optional.of("architecture differs");
        }
        if (!wanted.variant().equals(found.variant())) {
            return Optional.of("variant differs");
        }
        boolean onWindows = wanted.os().equals(WINDOWS);
        if (onWindows && !WindowsVersion.fits(wanted.osVersion(), candidate.osVersion())) {
            return Optional.of("Windows version %s does not run on %s".formatted(candidate.osVersion(),
                    wanted.osVersion()));
        }
        return missingFeature(found.osFeatures(), onWindows).map("needs the OS feature %s"::formatted);
    }

    private Optional<String> missingFeature(List<String> needed, boolean onWindows) {
        HashSet<String> there = new HashSet<>(wanted.osFeatures());
        return needed.stream()
                .filter(feature -> !there.contains(feature) && !(onWindows && feature.equals(WIN32K)))
                .findFirst();
    }
}
