package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Root file systems of Debian 12 for six architectures, kept in this user's cache directory: they take minutes. The packages'
 * scripts are this machine's to execute ({@code chrootless}), so nothing is emulated; for safety they see the machine
 * read-only.
 */
final class DebianRoots {
    private static final int AT_ONCE = 2;
    private static final String MAKE = """
        mount --bind / / && cd / && mount --bind "$2" "$2" && mount -o remount,bind,ro / || exit 1
        mount -t tmpfs tmpfs /tmp && export TMPDIR=/tmp || exit 1
        printf '%s\\n' "$4" | mmdebstrap --arch="$1" --variant=apt --mode=chrootless --format=tar \\
            --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --dpkgopt=force-unsafe-io \\
            --customize-hook='cd "$1" && rm -rf etc/apt/sources.list usr/share/doc/* usr/share/locale/* usr/share/man/*' \\
            "$5" "$2/$3" -
        """;

    private DebianRoots() {}

    /** A directory with {@code bookworm-ARCH[VARIANT].tar} of every platform. */
    static Path directory(MachineApt apt) throws IOException, InterruptedException {
        Program.require("mmdebstrap", "mmdebstrap");
        Path directory = Files.createDirectories(cache().resolve("anyarch-test"));
        List<Map.Entry<String, String>> missing = new ArrayList<>();
        for (Map.Entry<String, String> entry : Busybox.ARCHITECTURES.entrySet()) {
            if (!Files.exists(directory.resolve(name(entry.getKey())))) {
                missing.add(entry);
            }
        }
        for (int i = 0; i < missing.size(); i += AT_ONCE) {
            List<Process> processes = new ArrayList<>();
            List<Map.Entry<String, String>> batch = missing.subList(i, Math.min(missing.size(), i + AT_ONCE));
            for (Map.Entry<String, String> entry : batch) {
                processes.add(start(apt, directory, entry.getValue(), name(entry.getKey())));
            }
            for (int j = 0; j < batch.size(); j++) {
                conclude(processes.get(j), directory, name(batch.get(j).getKey()));
            }
        }
        return directory;
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static String name(String platform) {
        return "%s-%s.tar".formatted(MachineApt.SUITE, platform.substring("linux/".length()).replace("/", ""));
    }

    private static Process start(MachineApt apt, Path directory, String architecture, String name)
            throws IOException {
        return new ProcessBuilder("unshare", "-m", "--propagation", "private", "sh", "-c", MAKE, "sh", architecture,
                directory.toString(), "new-" + name, String.join("\n", apt.sources()), MachineApt.SUITE)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private static void conclude(Process process, Path directory, String name)
            throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".log");
        assertThat(process.waitFor()).as("mmdebstrap: " + Files.readString(log)).isZero();
        Files.delete(log);
        Files.move(directory.resolve("new-" + name), directory.resolve(name));
    }
}
