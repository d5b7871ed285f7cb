package dev.anyarch.model.platform;

import java.util.Locale;
import java.util.Set;

/**
 * The names that may stand alone: Go's operating systems and architectures, which the OCI specification refers to, and the
 * other names of architectures that are in use. Platforms with any other name are as good; they are just written in full.
 */
final class PlatformNames {
    private static final Set<String> OPERATING_SYSTEMS = Set.of("aix", "android", "darwin", "dragonfly", "freebsd",
            "illumos", "ios", "js", "linux", "macos", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "wasi",
            "windows", "zos");
    private static final Set<String> ARCHITECTURES = Set.of("386", "amd64", "arm", "arm64", "loong64", "mips",
            "mipsle", "mips64", "mips64le", "ppc64", "ppc64le", "riscv64", "s390x", "sparc64", "wasm", "x86_64",
            "x86-64", "i386", "aarch64", "armhf", "armel");

    private PlatformNames() {}

    static boolean isOperatingSystem(String name) {
        return OPERATING_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isArchitecture(String name) {
        return ARCHITECTURES.contains(name.toLowerCase(Locale.ROOT));
    }
}
