package dev.anyarch.cli;

import dev.anyarch.model.platform.Platform;
import java.util.Locale;

/** What this machine is. Read here and nowhere else: to everything below the command line the host is a parameter. */
final class HostPlatform {
    private HostPlatform() {}

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** From Java's names for systems and processors to those of images. */
    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        return switch (osArch) {
            case "x86" -> new Platform(os, "386", "");
            case "ppc64" -> new Platform(os, "ppc64", "");
            case String other -> new Platform(os, other, "").normalized();
        };
    }
}
