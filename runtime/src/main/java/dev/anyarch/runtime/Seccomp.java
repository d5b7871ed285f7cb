package dev.anyarch.runtime;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    /** What is not refused to a program that has a capability, which is what the call needs. */
    private static final Map<String, List<String>> NEEDED = Map.ofEntries(
            Map.entry("CAP_BPF", List.of("bpf")),
            Map.entry("CAP_DAC_READ_SEARCH", List.of("name_to_handle_at", "open_by_handle_at")),
            Map.entry("CAP_PERFMON", List.of("perf_event_open")),
            Map.entry("CAP_SYSLOG", List.of("syslog")),
            Map.entry("CAP_SYS_ADMIN", List.of("bpf", "fsconfig", "fsmount", "fsopen", "fspick", "lookup_dcookie",
                    "mount", "mount_setattr", "move_mount", "name_to_handle_at", "open_tree", "perf_event_open",
                    "pivot_root", "quotactl", "quotactl_fd", "setns", "swapoff", "swapon", "syslog", "umount",
                    "umount2", "unshare")),
            Map.entry("CAP_SYS_BOOT", List.of("kexec_file_load", "kexec_load", "reboot")),
            Map.entry("CAP_SYS_MODULE", List.of("create_module", "delete_module", "finit_module", "init_module")),
            Map.entry("CAP_SYS_PACCT", List.of("acct")),
            Map.entry("CAP_SYS_RAWIO", List.of("ioperm", "iopl")),
            Map.entry("CAP_SYS_TIME", List.of("clock_adjtime", "clock_settime", "settimeofday", "stime")));
    /** Kernels before 5.16 restrict speculation in whatever has a filter, unless they are asked not to, as runc does since 1.2. */
    static final Json FLAGS = Json.ofStrings(List.of("SECCOMP_FILTER_FLAG_SPEC_ALLOW"));

    private static final int EPERM = 1;

    private Seccomp() {}

    /**
     * Empty when there is nothing to filter, and for a processor that is not known here.
     *
     * @param capabilities that the container has
     * @throws CannotExecuteException when a profile cannot be understood, or is for a processor that is not known
     */
    static Optional<Json.Obj> filter(HostTraits traits, ContainerSpec spec, List<String> capabilities)
            throws CannotExecuteException {
        List<String> architectures = architectures(traits.architecture());
        Confinement.SystemCalls calls = spec.confinement().calls();
        if (spec.isPrivileged() && calls instanceof Confinement.SystemCalls.Usual) {
            calls = new Confinement.SystemCalls.All();
        }
        List<Json> rules = new ArrayList<>();
        if (traits.hasOneUser()) {
            rules.add(rule(WITHOUT_EFFECT, 0));
        }
        return switch (calls) {
            case Confinement.SystemCalls.Usual _ when architectures.isEmpty() -> Optional.empty();
            case Confinement.SystemCalls.Usual _ -> {
                rules.add(rule(refused(capabilities), EPERM));
                yield Optional.of(filter(architectures, rules));
            }
            case Confinement.SystemCalls.All _ -> rules.isEmpty() || architectures.isEmpty()
                    ? Optional.empty()
                    : Optional.of(filter(architectures, rules));
            case Confinement.SystemCalls.Profile profile -> Optional.of(of(profile, architectures, capabilities,
                    traits.hasOneUser()));
        };
    }

    private static List<String> refused(List<String> capabilities) {
        Set<String> allowed = new HashSet<>();
        capabilities.forEach(capability -> allowed.addAll(NEEDED.getOrDefault(capability, List.of())));
        return REFUSED.stream().filter(call -> !allowed.contains(call)).toList();
    }

    private static Json.Obj filter(List<String> architectures, List<Json> rules) {
        return new JsonBuilder().put("defaultAction", "SCMP_ACT_ALLOW")
                .put("flags", FLAGS)
                .put("architectures", Json.ofStrings(architectures))
                .put("syscalls", new Json.Arr(rules))
                .build();
    }

    private static Json.Obj of(Confinement.SystemCalls.Profile profile, List<String> architectures,
            List<String> capabilities, boolean hasOneUser) throws CannotExecuteException {
        if (architectures.isEmpty() || hasOneUser) {
            throw new CannotExecuteException(hasOneUser
                    ? "a profile of system calls cannot be had where there is only one user, which a filter of system calls makes possible"
                    : "a profile of system calls cannot be had on this processor");
        }
        try {
            return new SeccompProfile(architectures.getFirst(), capabilities, System.getProperty("os.version", ""))
                    .read(profile.document());
        } catch (InvalidContentException e) {
            throw new CannotExecuteException(String.valueOf(e.getMessage()), e);
        }
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
