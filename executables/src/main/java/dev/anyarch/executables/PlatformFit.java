package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Map;

/**
 * The rules by which an executable and a platform go together. Strict on purpose: {@code arm64} promises no machine that
 * still has ARM's 32-bit instructions (Apple's and the newer Neoverse have none), and {@code amd64} promises no AVX.
 */
final class PlatformFit {
    private static final Fit RUNS = new Fit.Runs();
    /** 32-bit architectures that every kernel of the 64-bit one executes too. */
    private static final Map<String, String> RELATIVES = Map.of("amd64", "386", "mips64", "mips", "mips64le", "mipsle",
            "ppc64", "ppc", "s390x", "s390", "sparc64", "sparc");

    private PlatformFit() {}

    static Fit of(Executable executable, Platform declared) {
        if (declared.isUnknown() || declared.isEmpty()) {
            return RUNS;
        }
        return switch (executable) {
            case Script _ -> RUNS;
            case PeFile pe when pe.isManaged() -> RUNS;
            case PeFile pe when pe.isFirmware() -> new Fit.Tolerated("firmware executes it");
            case PeFile pe -> best(pe, declared);
            case MachFile mach -> best(mach, declared);
            case ElfFile elf when !elf.isLoadable() -> new Fit.Tolerated("nothing executes it as it is");
            case ElfFile elf when elf.machine().equals(ElfMachine.X86_64) && !elf.is64Bit() && isAmd64(declared) ->
                new Fit.Tolerated("kernels that have the x32 convention execute it");
            case ElfFile elf when isArmLibrary(elf) && best(elf, declared) instanceof Fit.Mismatch
                    && declared.normalized().architecture().equals("arm") ->
                new Fit.Tolerated("a part of it needs more, and the library may choose its parts when it runs");
            case ElfFile elf -> best(elf, declared);
        };
    }

    /**
     * A linker sets ARM's build attributes to the highest of all parts. Debian's libgcrypt for v7 says v8, its libx264, libvpx
     * and libnettle for v5 say v6 and v7, and all of them look at the processor before they go there. Programs do not,
     * nor those that are linked like a library (static-pie).
     */
    private static boolean isArmLibrary(ElfFile elf) {
        return elf.kind() == ElfFile.Kind.SHARED && elf.interpreter().isEmpty() && !elf.isMarkedProgram()
                && elf.architecture().filter("arm"::equals).isPresent();
    }

    private static boolean isAmd64(Platform declared) {
        return declared.normalized().architecture().equals("amd64");
    }

    private static Fit best(Executable executable, Platform declared) {
        List<Platform> platforms = executable.platforms();
        if (platforms.isEmpty()) {
            return new Fit.Tolerated("it is code for a device");
        }
        List<Fit> fits = platforms.stream().map(needed -> of(needed, declared.normalized())).toList();
        return fits.stream()
                .filter(Fit.Runs.class::isInstance)
                .findFirst()
                .or(() -> fits.stream().filter(Fit.Tolerated.class::isInstance).findFirst())
                .orElseGet(fits::getFirst);
    }

    private static Fit of(Platform needed, Platform declared) {
        if (!needed.os().equals(declared.os()) && !declared.os().isEmpty()) {
            return new Fit.Mismatch("it is for " + needed.os());
        }
        String architecture = declared.architecture();
        if (needed.architecture().equals(architecture)) {
            return isAtMost(levels(architecture), needed.variant(), declared.variant())
                    ? RUNS
                    : new Fit.Mismatch("it needs %s %s".formatted(architecture, needed.variant()));
        }
        if (needed.architecture().equals(RELATIVES.get(architecture))) {
            return new Fit.Tolerated("%s executes %s as well".formatted(architecture, needed.architecture()));
        }
        if (architecture.equals("arm64") && needed.architecture().equals("arm")) {
            return new Fit.Mismatch("only some arm64 machines still execute 32-bit ARM");
        }
        if (architecture.equals("arm64") && declared.os().equals("darwin") && needed.architecture().equals("amd64")) {
            return new Fit.Tolerated("Rosetta translates it");
        }
        return new Fit.Mismatch("it is for " + needed.architecture());
    }

    /** The variants that contain each other, lowest first. */
    private static List<String> levels(String architecture) {
        return switch (architecture) {
            case "amd64" -> List.of("", "v2", "v3", "v4");
            case "arm" -> List.of("v5", "v6", "v7", "v8");
            case "riscv64" -> List.of("", "rva20u64", "rva22u64", "rva23u64");
            default -> List.of();
        };
    }

    /** A variant that is not in the list is taken for one that fits. */
    private static boolean isAtMost(List<String> levels, String needed, String declared) {
        return !levels.contains(declared) || levels.indexOf(needed) <= levels.indexOf(declared);
    }
}
