package dev.anyarch.cli;

import dev.anyarch.model.platform.HostFacts;
import dev.anyarch.model.platform.HostPlatform;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is. Read here and nowhere else: to everything below the command line the host is a parameter. */
final class Host {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Host() {}

    static Platform platform() {
        String architecture = System.getProperty("os.arch", "");
        return HostPlatform.of(new HostFacts(System.getProperty("os.name", ""), architecture,
                architecture.equals("arm") ? cpuInfo() : ""));
    }

    /** As {@link #platform}, with the level of the CPU: what is lower is executed as it is. */
    static Platform withLevel() {
        return HostPlatform.withLevel(new HostFacts(System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""), cpuInfo()));
    }

    /** Which ARM it is, as far as the kernel says so. */
    private static String cpuInfo() {
        try {
            return Files.readString(CPU_INFO);
        } catch (IOException _) {
            return "";
        }
    }
}
