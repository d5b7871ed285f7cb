package dev.anyarch.model.platform;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a Windows version that decides which containers a host runs
 * (learn.microsoft.com/virtualization/windowscontainers, "Windows container version compatibility"). The fourth part, the
 * update revision, never counts.
 */
record WindowsVersion(int major, int minor, int build) {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,5})(?:\\..*)?",
            Pattern.DOTALL);
    /** Releases of the long-term channel whose kernel interface is stable: Windows Server 2022 and 2025. */
    private static final List<Integer> STABLE = List.of(20348, 26100);

    static Optional<WindowsVersion> find(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        WindowsVersion version = new WindowsVersion(Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
        boolean fits = version.major < 256 && version.minor < 256 && version.build < 65536;
        return fits && !version.equals(new WindowsVersion(0, 0, 0)) ? Optional.of(version) : Optional.empty();
    }

    /**
     * Whether a host of version {@code host} runs an image of version {@code image}, as containerd decides. A host without a
     * readable version, and an image without a version, fit everything.
     */
    static boolean fits(String host, String image) {
        Optional<WindowsVersion> hostVersion = find(host);
        if (hostVersion.isEmpty() || image.isEmpty()) {
            return true;
        }
        return find(image).map(hostVersion.get()::runs).orElse(false);
    }

    private boolean runs(WindowsVersion image) {
        if (major != image.major || minor != image.minor) {
            return false;
        }
        if (build < STABLE.getFirst()) {
            return build == image.build;
        }
        int oldest = STABLE.stream().filter(release -> release < build).reduce((_, later) -> later).orElse(build);
        return oldest <= image.build && image.build <= build;
    }
}
