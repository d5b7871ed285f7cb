package dev.anyarch.executables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.platform.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutableScanTest {
    private static Optional<Executable> scan(byte[] bytes) {
        ExecutableScan scan = new ExecutableScan();
        scan.accept(bytes, 0, bytes.length);
        return scan.result();
    }

    private static ElfFile elf(ElfBytes bytes) {
        return (ElfFile) scan(bytes.build()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"3,32,L,0,linux/386,ELF 32-bit x86", "62,64,L,0,linux/amd64,ELF 64-bit x86-64",
        "62,32,L,0,linux/amd64,'ELF 32-bit x86-64, x32'", "183,64,L,0,linux/arm64,ELF 64-bit AArch64",
        "40,32,L,0x5000400,linux/arm/v5,'ELF 32-bit ARM, hard-float'",
        "40,32,L,0x5000200,linux/arm/v5,'ELF 32-bit ARM, soft-float'",
        "21,64,L,2,linux/ppc64le,'ELF 64-bit PowerPC little-endian, ELFv2'",
        "21,64,B,1,linux/ppc64,'ELF 64-bit PowerPC big-endian, ELFv1'", "22,64,B,0,linux/s390x,ELF 64-bit S/390",
        "22,32,B,0,linux/s390,ELF 32-bit S/390",
        "8,32,B,0x70001007,linux/mips,'ELF 32-bit MIPS big-endian, o32'",
        "8,32,L,0x70001007,linux/mipsle,'ELF 32-bit MIPS little-endian, o32'",
        "8,32,L,0x80000027,linux/mips64le,'ELF 32-bit MIPS little-endian, n32'",
        "8,64,L,0x80000007,linux/mips64le,'ELF 64-bit MIPS little-endian, n64'",
        "243,64,L,5,linux/riscv64,'ELF 64-bit RISC-V, double-float'",
        "243,64,L,1,linux/riscv64,'ELF 64-bit RISC-V, soft-float'",
        "258,64,L,0x43,linux/loong64,'ELF 64-bit LoongArch, double-float'",
        "43,64,B,0,linux/sparc64,ELF 64-bit SPARC"})
    void elfMachineGivesThePlatform(int machine, int bits, String order, String flags, String platform,
            String description) {
        ElfFile elf = elf(ElfBytes.of(machine, bits, order.equals("B") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .flags(Long.decode(flags).intValue()));
        assertThat(elf.platforms()).containsExactly(Platform.parse(platform).normalized());
        assertThat(elf.description()).isEqualTo(description);
    }

    @ParameterizedTest
    @ValueSource(ints = {190, 224, 247, 164, 94, 83, 9999})
    void codeForADeviceIsForNoPlatform(int machine) {
        assertThat(elf(ElfBytes.of(machine, 64, ByteOrder.LITTLE_ENDIAN)).platforms()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9,freebsd/amd64", "12,openbsd/amd64", "2,netbsd/amd64", "3,linux/amd64"})
    void osAbiGivesTheOperatingSystem(int osAbi, String platform) {
        assertThat(elf(ElfBytes.amd64().osAbi(osAbi)).platforms()).containsExactly(Platform.parse(platform));
    }

    @Test
    void interpreterMakesAProgramDynamic() {
        ElfFile elf = elf(ElfBytes.amd64().type(3).interpreter("/lib64/ld-linux-x86-64.so.2"));
        assertThat(elf.interpreter()).hasValue("/lib64/ld-linux-x86-64.so.2");
        assertThat(elf.linkage()).hasValue(ElfFile.Linkage.DYNAMIC);
        assertThat(elf.kind()).isEqualTo(ElfFile.Kind.SHARED);
    }

    @Test
    void programWithoutInterpreterAndDynamicSegmentIsStatic() {
        assertThat(elf(ElfBytes.amd64()).linkage()).hasValue(ElfFile.Linkage.STATIC);
        assertThat(elf(ElfBytes.amd64().segment(ElfBytes.PT_DYNAMIC, new byte[16])).linkage())
                .hasValue(ElfFile.Linkage.DYNAMIC);
    }

    @ParameterizedTest
    @CsvSource(value = {"0,-", "1,-", "2,v2", "3,v2", "7,v3", "4,v3", "15,v4", "8,v4", "16,-"}, nullValues = "-")
    void x86LevelIsTheHighestNeeded(int bits, @Nullable String level) {
        assertThat(elf(ElfBytes.amd64().x86Needs(bits)).level()).isEqualTo(Optional.ofNullable(level));
    }

    @ParameterizedTest
    @CsvSource(value = {"0,v5", "4,v5", "6,v6", "9,v6", "10,v7", "14,v8", "22,v8", "11,-", "13,-",
        "99,-"}, nullValues = "-")
    void armVersionIsInTheAttributes(int cpu, @Nullable String level) {
        assertThat(elf(ElfBytes.arm().armAttributes(cpu)).level()).isEqualTo(Optional.ofNullable(level));
    }

    /** Wherever the read boundaries fall, and however far behind the header the attributes are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 4096, 65536})
    void armVersionIsFoundInOnePass(int chunk) {
        byte[] bytes = ElfBytes.arm().padding(100_003).armAttributes(10).build();
        // what looks like the attributes and is not, as in an assembler
        byte[] lure = "A\0\0\0\0aeabi\0\1\20\0\0\0\6\6aeaeabi".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20; i++) {
            System.arraycopy(lure, 0, bytes, 1000 + 100 * i, lure.length);
        }
        ExecutableScan scan = new ExecutableScan();
        for (int at = 0; at < bytes.length; at += chunk) {
            scan.accept(bytes, at, Math.min(chunk, bytes.length - at));
        }
        assertThat(scan.result().orElseThrow().platforms()).containsExactly(Platform.parse("linux/arm/v7"));
    }

    @ParameterizedTest
    @CsvSource(value = {"rv64i2p1_m2p0_a2p1_f2p2_d2p2_c2p0_zicsr2p0,-", "rv64i2p1_m2p0_zba1p0_zbb1p0,rva22u64",
        "rv64i2p1_m2p0_v1p0_zba1p0,rva23u64", "rv64i2p1_zve32x1p0,-"}, nullValues = "-")
    void riscvExtensionsGiveTheProfile(String isa, @Nullable String level) {
        assertThat(elf(ElfBytes.of(243, 64, ByteOrder.LITTLE_ENDIAN).flags(5).riscvArchitecture(isa)).level())
                .isEqualTo(Optional.ofNullable(level));
    }

    static List<Arguments> otherFormats() {
        return List.of(Arguments.of(OtherFormats.pe(0x8664, 0, 3, false), "windows/amd64", "PE program, amd64"),
                Arguments.of(OtherFormats.pe(0x14c, 0x2000, 2, false), "windows/386", "PE DLL, 386"),
                Arguments.of(OtherFormats.pe(0xaa64, 0, 3, false), "windows/arm64", "PE program, arm64"),
                Arguments.of(OtherFormats.pe(0x14c, 0x2000, 3, true), "", "PE .NET assembly, any CPU"),
                Arguments.of(OtherFormats.pe(0x8664, 0x2000, 3, true), "", "PE .NET assembly, any CPU"),
                Arguments.of(OtherFormats.pe(0xaa64, 0, 10, false), "", "PE UEFI program, arm64"),
                Arguments.of(OtherFormats.mach(0x0100000c, 0, 2), "darwin/arm64", "Mach-O arm64"),
                Arguments.of(OtherFormats.mach(0x01000007, 8, 2), "darwin/amd64/v3", "Mach-O amd64"),
                Arguments.of(OtherFormats.fat(0x01000007, 0x0100000c), "darwin/amd64 darwin/arm64",
                        "Mach-O amd64 + arm64"),
                Arguments.of("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), "", "script for /bin/sh"));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void otherFormatsAreRead(byte[] bytes, String platforms, String description) {
        Executable executable = scan(bytes).orElseThrow();
        assertThat(executable.platforms())
                .isEqualTo(Stream.of(platforms.split(" ")).filter(p -> !p.isEmpty()).map(Platform::parse).toList());
        assertThat(executable.description()).isEqualTo(description);
        assertThat(executable.isLoadable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(value = {"#!/bin/sh,/bin/sh,-", "'#! /usr/bin/env  python3 -u \nimport os',/usr/bin/env,python3 -u",
        "'#!\t/bin/awk\t-f\n',/bin/awk,-f", "#!/b,/b,-"}, nullValues = "-")
    void scriptNamesItsInterpreter(String text, String interpreter,
            @Nullable String argument) {
        assertThat(scan(text.getBytes(StandardCharsets.US_ASCII)))
                .hasValue(new Script(interpreter, Optional.ofNullable(argument)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "#!", "#!\n/bin/sh", "#![no_std]\n", "MZ", "hello", "\u007fELF",
        "\u007fELF\3\1\1\0",
        "\u007fELF\2\3\1\0", "!<arch>\nfoo"})
    void otherFilesAreNoExecutables(String text) {
        assertThat(scan(text.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @Test
    void javaClassIsNoFatMachFile() {
        byte[] bytes = Arrays.copyOf(new byte[]{(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 69}, 5000);
        assertThat(scan(bytes)).isEmpty();
    }

    @Test
    void lineWithoutEndIsNoScript() {
        byte[] bytes = new byte[300];
        Arrays.fill(bytes, (byte) 'x');
        System.arraycopy("#!/bin/".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 7);
        assertThat(scan(bytes)).isEmpty();
    }

    @Test
    void observedBytesAreTheSame() throws IOException {
        byte[] bytes = ElfBytes.arm().padding(200_000).armAttributes(6).build();
        ExecutableScan scan = new ExecutableScan();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (InputStream in = scan.observe(new ByteArrayInputStream(bytes))) {
            copy.write(in.read());
            in.skipNBytes(3);
            in.transferTo(copy);
        }
        assertThat(copy.toByteArray()).hasSize(bytes.length - 3);
        assertThat(scan.result().orElseThrow().platforms()).containsExactly(Platform.parse("linux/arm/v6"));
    }

    @Test
    void onlyWhatIsNeededIsRead() throws IOException {
        byte[] bytes = ElfBytes.amd64().interpreter("/lib/ld.so").padding(1_000_000).build();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        assertThat(ExecutableScan.read(in, Long.MAX_VALUE)).isPresent();
        assertThat(in.available()).isGreaterThan(900_000);
        ByteArrayInputStream text = new ByteArrayInputStream(new byte[1_000_000]);
        assertThat(ExecutableScan.read(text, Long.MAX_VALUE)).isEmpty();
        assertThat(text.available()).isGreaterThan(900_000);
    }
}
