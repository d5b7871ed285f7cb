package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who this process is to the kernel.
 *
 * @param name of the user, as the system knows it
 * @param capabilities the bits of what it may do
 */
record Account(String name, long uid, long gid, long capabilities) {
    private static final int SYS_ADMIN = 21;
    private static final int SYS_CHROOT = 18;

    static Account read() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        return new Account(System.getProperty("user.name", ""), Long.parseLong(field(status, "Uid:", 2)),
                Long.parseLong(field(status, "Gid:", 2)),
                Long.parseUnsignedLong(field(status, "CapEff:", 1), 16));
    }

    private static String field(List<String> status, String name, int number) {
        return status.stream()
                .map(line -> line.split("\\s+", -1))
                .filter(fields -> fields[0].equals(name))
                .map(fields -> fields[number])
                .findFirst()
                .orElse("0");
    }

    boolean isRoot() {
        return uid == 0;
    }

    boolean mayMount() {
        return (capabilities >> SYS_ADMIN & 1) == 1;
    }

    boolean mayChangeRoot() {
        return (capabilities >> SYS_CHROOT & 1) == 1;
    }
}
