package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Apple's format, thin or fat.
 *
 * @param slices one for each CPU; at least one
 * @param kind absent when it is beyond what was read
 */
public record MachFile(List<Slice> slices, Optional<Kind> kind) implements Executable {
    private static final int X86_64_HASWELL = 8;

    /** What a loader does with it. */
    public enum Kind {
        OBJECT, PROGRAM, LIBRARY, OTHER
    }

    /** The code for one CPU, as {@code mach/machine.h} numbers them. */
    public record Slice(int cpuType, int cpuSubtype) {
        /** As images name it; absent for a CPU that no image is for. */
        public Optional<String> architecture() {
            return switch (cpuType) {
                case 7 -> Optional.of("386");
                case 0x01000007 -> Optional.of("amd64");
                case 12 -> Optional.of("arm");
                case 0x0100000c -> Optional.of("arm64");
                case 18 -> Optional.of("ppc");
                case 0x01000012 -> Optional.of("ppc64");
                default -> Optional.empty();
            };
        }

        private Optional<Platform> platform() {
            String variant = cpuType == 0x01000007 && (cpuSubtype & 0xff) == X86_64_HASWELL ? "v3" : "";
            return architecture().map(name -> new Platform("darwin", name, variant).normalized());
        }
    }

    public MachFile {
        slices = List.copyOf(slices);
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("Mach-O file: expected at least one slice");
        }
    }

    @Override
    public List<Platform> platforms() {
        return slices.stream().flatMap(slice -> slice.platform().stream()).distinct().toList();
    }

    @Override
    public boolean isLoadable() {
        return kind.isEmpty() || kind.get() != Kind.OBJECT;
    }

    @Override
    public String description() {
        return "Mach-O " + slices.stream()
                .map(slice -> slice.architecture().orElse("CPU 0x%x".formatted(slice.cpuType())))
                .distinct()
                .collect(Collectors.joining(" + "));
    }
}
