package dev.anyarch.model.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a machine runs, best first, as {@link Engine#COMPAT} sees it: {@link PlatformVector}, and the architectures whose
 * levels containerd does not order. POWER is backward compatible, and ppc64le begins with POWER8; each RISC-V application
 * profile contains the one before, and rva20u64 is what every Linux distribution takes for granted.
 */
final class CompatibleVector {
    private static final List<String> POWER = List.of("power11", "power10", "power9", "power8", "");
    private static final List<String> RISCV_PROFILES = List.of("rva23u64", "rva22u64", "rva20u64", "");

    private CompatibleVector() {}

    static List<Platform> of(SelectionRequest request) {
        Platform wanted = PlatformMatcher.normalize(request.wanted());
        List<Platform> vector = new ArrayList<>(switch (wanted.architecture()) {
            case "ppc64le" -> downwards(wanted, POWER);
            case "riscv64" -> downwards(wanted, RISCV_PROFILES);
            case "arm64" -> orBaseline(wanted, PlatformVector.sameArchitecture(wanted));
            default -> PlatformVector.sameArchitecture(wanted);
        });
        if (request.allow32Bit()) {
            vector.addAll(PlatformVector.relatives32Bit(wanted));
        }
        return vector;
    }

    /** No level and the lowest one are the same machine, so each accepts the other. */
    private static List<Platform> downwards(Platform wanted, List<String> levels) {
        String lowest = levels.get(levels.size() - 2);
        int at = levels.indexOf(wanted.variant());
        Stream<String> rest = at < 0
                ? Stream.of("", lowest)
                : levels.subList(Math.min(at, levels.size() - 2), levels.size()).stream();
        return Stream.concat(Stream.of(wanted.variant()), rest).distinct().map(wanted::withVariant).toList();
    }

    /** A variant that is newer than this table still runs what every machine of the architecture runs. */
    private static List<Platform> orBaseline(Platform wanted, List<Platform> vector) {
        return vector.isEmpty() ? List.of(wanted, wanted.withVariant("")) : vector;
    }
}
