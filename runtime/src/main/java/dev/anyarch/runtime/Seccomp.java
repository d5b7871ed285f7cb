package dev.anyarch.runtime;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which system calls a container does not get. A list of what is refused, because everything else that is dangerous already
 * needs a capability that containers do not have. An emulated program makes the calls of this machine, so the list is for
 * its processor.
 */
final class Seccomp {
    private static final List<String> REFUSED = List.of("acct", "add_key", "bpf", "clock_adjtime", "clock_settime",
            "create_module", "delete_module", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick",
            "get_kernel_syms", "init_module", "io_uring_enter", "io_uring_register", "io_uring_setup", "ioperm",
            "iopl", "kexec_file_load", "kexec_load", "keyctl", "lookup_dcookie", "mount", "mount_setattr",
            "move_mount", "move_pages", "name_to_handle_at", "nfsservctl", "open_by_handle_at", "open_tree",
            "perf_event_open", "pivot_root", "query_module", "quotactl", "quotactl_fd", "reboot", "request_key",
            "setns", "settimeofday", "stime", "swapoff", "swapon", "syslog", "umount", "umount2", "unshare", "uselib",
            "userfaultfd", "ustat", "vm86", "vm86old");
    /** What changes owners and users: where there is only one, it does nothing and says it went well. */
    private static final List<String> WITHOUT_EFFECT = List.of("chown", "fchown", "lchown", "fchownat", "chown32",
            "fchown32", "lchown32", "setgroups", "setgroups32", "setuid", "setgid", "setreuid", "setregid",
            "setresuid", "setresgid", "setfsuid", "setfsgid", "capset");
    private static final int EPERM = 1;

    private Seccomp() {}

    /**
     * Empty when there is nothing to filter, and for a processor that is not known here.
     *
     * @param isPrivileged whether the container gets all calls
     */
    static Optional<Json.Obj> filter(HostTraits traits, boolean isPrivileged) {
        List<String> architectures = architectures(traits.architecture());
        if (architectures.isEmpty() || isPrivileged && !traits.hasOneUser()) {
            return Optional.empty();
        }
        List<Json> rules = new ArrayList<>();
        if (!isPrivileged) {
            rules.add(rule(REFUSED, EPERM));
        }
        if (traits.hasOneUser()) {
            rules.add(rule(WITHOUT_EFFECT, 0));
        }
        return Optional.of(new JsonBuilder().put("defaultAction", "SCMP_ACT_ALLOW")
                .put("architectures", Json.ofStrings(architectures))
                .put("syscalls", new Json.Arr(rules))
                .build());
    }

    private static Json.Obj rule(List<String> calls, int error) {
        return new JsonBuilder().put("names", Json.ofStrings(calls))
                .put("action", "SCMP_ACT_ERRNO")
                .put("errnoRet", error)
                .build();
    }

    private static List<String> architectures(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
            case "aarch64" -> List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM");
            case "ppc64le" -> List.of("SCMP_ARCH_PPC64LE");
            case "s390x" -> List.of("SCMP_ARCH_S390X");
            case "riscv64" -> List.of("SCMP_ARCH_RISCV64");
            default -> List.of();
        };
    }
}
