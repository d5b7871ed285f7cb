package dev.anyarch.conformance;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the kernel runs the programs of other architectures. */
final class Emulation {
    private static final Path REGISTRATIONS = Path.of("/proc/sys/fs/binfmt_misc");

    private Emulation() {}

    static void require(String... registrations) {
        for (String registration : registrations) {
            if (!Files.exists(REGISTRATIONS.resolve(registration))) {
                Program.missing(
                        ("the kernel does not run programs for %s: apt-get install qemu-user-static, and mount and "
                                + "fill %s").formatted(registration, REGISTRATIONS));
            }
        }
    }
}
