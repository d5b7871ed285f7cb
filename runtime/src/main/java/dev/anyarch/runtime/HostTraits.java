package dev.anyarch.runtime;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process is within the machine, as far as the configuration of a container depends on it.
 *
 * @param isUserNamespace whether it is not in the machine's first user namespace
 * @param users the ids of users that exist here
 * @param groups the ids of groups that exist here
 * @param capabilities the bits of what this process may hand on
 * @param architecture the JVM's name for the processor
 */
record HostTraits(boolean isUserNamespace, IdMap users, IdMap groups, BigInteger capabilities, String architecture) {
    /** In the order of their numbers in the kernel. */
    static final List<String> CAPABILITY_NUMBERS = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
            "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE");

    static HostTraits read(Path proc) throws IOException {
        IdMap users = IdMap.read(proc.resolve("self/uid_map"));
        IdMap groups = IdMap.read(proc.resolve("self/gid_map"));
        BigInteger capabilities = Files.readString(proc.resolve("self/status"))
                .lines()
                .filter(line -> line.startsWith("CapBnd:"))
                .map(line -> new BigInteger(line.substring(line.indexOf(':') + 1).strip(), 16))
                .findFirst()
                .orElse(BigInteger.ZERO);
        return new HostTraits(!users.isWhole(), users, groups, capabilities, System.getProperty("os.arch", ""));
    }

    /** The same in a user namespace of others. */
    HostTraits in(IdMap newUsers, IdMap newGroups) {
        return new HostTraits(true, newUsers, newGroups, capabilities, architecture);
    }

    /** Whether there are no users but one, so that files cannot have different owners. */
    boolean hasOneUser() {
        return users.count() == 1;
    }

    /** @throws CannotExecuteException when nothing can belong to that user and group here */
    void requireOwner(String subject, long uid, long gid) throws CannotExecuteException {
        if (!hasOneUser() && !(users.has(uid) && groups.has(gid))) {
            throw new CannotExecuteException(
                    ("%s: %d:%d does not exist in this user namespace, which has %d users and "
                            + "%d groups: give this user more in /etc/subuid and /etc/subgid").formatted(subject, uid,
                                    gid, users.count(), groups.count()));
        }
    }

    /** Whether this process may raise limits above its own. */
    boolean mayRaiseLimits() {
        return !isUserNamespace && capabilities.testBit(CAPABILITY_NUMBERS.indexOf("CAP_SYS_RESOURCE"));
    }

    /** Those of {@code wanted} that this process has itself. */
    List<String> grantable(List<String> wanted) {
        return wanted.stream()
                .filter(name -> CAPABILITY_NUMBERS.contains(name)
                        && capabilities.testBit(CAPABILITY_NUMBERS.indexOf(name)))
                .toList();
    }
}
