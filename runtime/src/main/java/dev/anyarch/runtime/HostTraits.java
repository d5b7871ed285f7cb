package dev.anyarch.runtime;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process is within the machine, as far as the configuration of a container depends on it.
 *
 * @param isUserNamespace whether it is not in the machine's first user namespace
 * @param groupRanges the group ids that exist here: first and number of each range
 * @param capabilities the bits of what this process may hand on
 * @param architecture the JVM's name for the processor
 */
record HostTraits(boolean isUserNamespace, List<Range> groupRanges, BigInteger capabilities, String architecture) {
    private static final long ALL_IDS = 4294967295L;
    /** In the order of their numbers in the kernel. */
    private static final List<String> CAPABILITY_NUMBERS = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
            "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE");

    /** Ids from {@code first} on. */
    record Range(long first, long count) {}

    HostTraits {
        groupRanges = List.copyOf(groupRanges);
    }

    static HostTraits read(Path proc) throws IOException {
        List<Range> users = ranges(Files.readString(proc.resolve("self/uid_map")));
        List<Range> groups = ranges(Files.readString(proc.resolve("self/gid_map")));
        boolean whole = users.size() == 1 && users.getFirst().count() == ALL_IDS;
        BigInteger capabilities = Files.readString(proc.resolve("self/status"))
                .lines()
                .filter(line -> line.startsWith("CapBnd:"))
                .map(line -> new BigInteger(line.substring(line.indexOf(':') + 1).strip(), 16))
                .findFirst()
                .orElse(BigInteger.ZERO);
        return new HostTraits(!whole, groups, capabilities, System.getProperty("os.arch", ""));
    }

    private static List<Range> ranges(String map) {
        List<Range> ranges = new ArrayList<>();
        for (String line : map.lines().toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length == 3) {
                ranges.add(new Range(Long.parseLong(fields[0]), Long.parseLong(fields[2])));
            }
        }
        return ranges;
    }

    boolean mapsGroup(long gid) {
        return groupRanges.stream().anyMatch(range -> gid >= range.first && gid < range.first + range.count);
    }

    /** Whether there are no users but one, so that files cannot have different owners. */
    boolean hasOneUser() {
        return groupRanges.stream().mapToLong(Range::count).sum() == 1;
    }

    /** Those of {@code wanted} that this process has itself. */
    List<String> grantable(List<String> wanted) {
        return wanted.stream()
                .filter(name -> CAPABILITY_NUMBERS.contains(name)
                        && capabilities.testBit(CAPABILITY_NUMBERS.indexOf(name)))
                .toList();
    }
}
