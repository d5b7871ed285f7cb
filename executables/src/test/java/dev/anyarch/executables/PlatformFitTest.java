package dev.anyarch.executables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.platform.Platform;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformFitTest {
    private static final Map<String, byte[]> FILES = Map.ofEntries(
            Map.entry("386", ElfBytes.of(3, 32, ByteOrder.LITTLE_ENDIAN).build()),
            Map.entry("amd64", ElfBytes.amd64().build()), Map.entry("amd64 v3", ElfBytes.amd64().x86Needs(7).build()),
            Map.entry("x32", ElfBytes.of(62, 32, ByteOrder.LITTLE_ENDIAN).build()),
            Map.entry("object", ElfBytes.amd64().type(1).build()),
            Map.entry("freebsd", ElfBytes.amd64().osAbi(9).build()),
            Map.entry("arm64", ElfBytes.of(183, 64, ByteOrder.LITTLE_ENDIAN).build()),
            Map.entry("arm", ElfBytes.arm().build()), Map.entry("arm v6", ElfBytes.arm().armAttributes(6).build()),
            Map.entry("arm v7", ElfBytes.arm().armAttributes(10).build()),
            Map.entry("arm v8 library", ElfBytes.arm().type(3).armAttributes(14).build()),
            Map.entry("arm v8 module", ElfBytes.arm().type(3).dynamic(0x6ffffffb, 1).armAttributes(14).build()),
            Map.entry("arm v8 pie with a name",
                    ElfBytes.arm().type(3).dynamic(0x6ffffffb, 0x08000000, 14, 1).armAttributes(14).build()),
            Map.entry("arm v7 static-pie",
                    ElfBytes.arm().type(3).dynamic(5, 9, 0x6ffffffb, 0x08000001).armAttributes(10).build()),
            Map.entry("arm v8", ElfBytes.arm().armAttributes(14).build()),
            Map.entry("mips", ElfBytes.of(8, 32, ByteOrder.LITTLE_ENDIAN).build()),
            Map.entry("s390x", ElfBytes.of(22, 64, ByteOrder.BIG_ENDIAN).build()),
            Map.entry("riscv vector",
                    ElfBytes.of(243, 64, ByteOrder.LITTLE_ENDIAN).riscvArchitecture("rv64i2p1_v1p0").build()),
            Map.entry("bpf", ElfBytes.of(247, 64, ByteOrder.LITTLE_ENDIAN).build()),
            Map.entry("exe", OtherFormats.pe(0x8664, 0, 3, false)),
            Map.entry("exe 386", OtherFormats.pe(0x14c, 0, 3, false)),
            Map.entry("net", OtherFormats.pe(0x14c, 0x2000, 3, true)),
            Map.entry("efi", OtherFormats.pe(0x8664, 0, 10, false)),
            Map.entry("mac", OtherFormats.mach(0x01000007, 0, 2)),
            Map.entry("mac fat", OtherFormats.fat(0x01000007, 0x0100000c)),
            Map.entry("script", "#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII)));

    @ParameterizedTest
    @CsvSource({"amd64,linux/amd64,Runs", "amd64,linux/amd64/v3,Runs", "amd64 v3,linux/amd64/v3,Runs",
        "amd64 v3,linux/amd64/v4,Runs", "amd64 v3,linux/amd64,Mismatch: it needs amd64 v3",
        "amd64 v3,linux/amd64/v2,Mismatch: it needs amd64 v3", "386,linux/386,Runs",
        "386,linux/amd64,Tolerated: amd64 executes 386 as well", "amd64,linux/386,Mismatch: it is for amd64",
        "x32,linux/amd64,Tolerated: kernels that have the x32 convention execute it",
        "x32,linux/arm64,Mismatch: it is for amd64", "amd64,linux/arm64,Mismatch: it is for amd64",
        "arm64,linux/arm64,Runs", "arm64,linux/arm64/v8,Runs", "arm64,linux/arm/v7,Mismatch: it is for arm64",
        "arm v7,linux/arm64,Mismatch: only some arm64 machines still execute 32-bit ARM",
        "arm v7,linux/arm/v7,Runs", "arm v7,linux/arm,Runs", "arm v7,linux/arm/v8,Runs",
        "arm v7,linux/arm/v6,Mismatch: it needs arm v7", "arm v6,linux/arm/v7,Runs",
        "arm v6,linux/arm/v5,Mismatch: it needs arm v6", "arm,linux/arm/v5,Runs",
        "arm v8,linux/arm/v7,Mismatch: it needs arm v8", "arm v8 library,linux/arm/v8,Runs",
        "arm v8 library,linux/arm/v7,'Tolerated: a part of it needs more, and the library may choose its parts when it runs'",
        "arm v8 module,linux/arm/v7,'Tolerated: a part of it needs more, and the library may choose its parts when it runs'",
        "arm v8 pie with a name,linux/arm/v7,'Tolerated: a part of it needs more, and the library may choose its parts when it runs'",
        "arm v7 static-pie,linux/arm/v5,Mismatch: it needs arm v7", "arm v7 static-pie,linux/arm/v7,Runs",
        "arm v8 library,linux/amd64,Mismatch: it is for arm",
        "mips,linux/mips64le,Tolerated: mips64le executes mipsle as well",
        "mips,linux/mips64,Mismatch: it is for mipsle", "s390x,linux/ppc64le,Mismatch: it is for s390x",
        "riscv vector,linux/riscv64,Mismatch: it needs riscv64 rva23u64",
        "riscv vector,linux/riscv64/rva23u64,Runs", "riscv vector,linux/riscv64/rva40u64,Runs",
        "bpf,linux/amd64,Tolerated: it is code for a device",
        "object,linux/arm64,Tolerated: nothing executes it as it is",
        "freebsd,linux/amd64,Mismatch: it is for freebsd", "freebsd,freebsd/amd64,Runs",
        "exe,windows/amd64,Runs", "exe,linux/amd64,Mismatch: it is for windows",
        "exe 386,windows/amd64,Tolerated: amd64 executes 386 as well",
        "exe,windows/arm64,Mismatch: it is for amd64", "net,linux/arm64,Runs", "net,windows/amd64,Runs",
        "efi,linux/arm64,Tolerated: firmware executes it", "mac,linux/amd64,Mismatch: it is for darwin",
        "mac,darwin/arm64,Tolerated: Rosetta translates it", "mac fat,darwin/arm64,Runs",
        "script,linux/s390x,Runs", "amd64,unknown/unknown,Runs"})
    void fileFitsThePlatform(String file, String platform, String expected) {
        byte[] bytes = Objects.requireNonNull(FILES.get(file), file);
        ExecutableScan scan = new ExecutableScan();
        scan.accept(bytes, 0, bytes.length);
        Fit fit = scan.result().orElseThrow().fit(Platform.parse(platform));
        assertThat(switch (fit) {
            case Fit.Runs _ -> "Runs";
            case Fit.Tolerated tolerated -> "Tolerated: " + tolerated.reason();
            case Fit.Mismatch mismatch -> "Mismatch: " + mismatch.reason();
        }).isEqualTo(expected);
    }
}
