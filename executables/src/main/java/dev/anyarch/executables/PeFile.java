package dev.anyarch.executables;

import dev.anyarch.model.platform.Platform;
import java.util.List;
import java.util.Optional;

/**
 * Windows' format, also that of UEFI and of .NET assemblies (Microsoft, "PE Format").
 *
 * @param machine {@code Machine} of the COFF header
 * @param isLibrary whether it is loaded by others
 * @param isManaged whether it is a .NET assembly, which any machine with .NET can load
 * @param isFirmware whether it is for UEFI
 */
public record PeFile(int machine, boolean isLibrary, boolean isManaged, boolean isFirmware) implements Executable {

    /** As images name it; absent for a machine that no image is for. */
    public Optional<String> architecture() {
        return switch (machine) {
            case 0x014c -> Optional.of("386");
            case 0x8664 -> Optional.of("amd64");
            case 0xaa64 -> Optional.of("arm64");
            case 0x01c0, 0x01c2, 0x01c4 -> Optional.of("arm");
            default -> Optional.empty();
        };
    }

    @Override
    public List<Platform> platforms() {
        return isManaged || isFirmware
                ? List.of()
                : architecture().map(name -> new Platform("windows", name, "").normalized()).stream().toList();
    }

    @Override
    public boolean isLoadable() {
        return true;
    }

    @Override
    public String description() {
        String kind = isManaged ? ".NET assembly" : isFirmware ? "UEFI program" : isLibrary ? "DLL" : "program";
        return "PE %s, %s".formatted(kind,
                isManaged ? "any CPU" : architecture().orElse("machine 0x%04x".formatted(machine)));
    }
}
