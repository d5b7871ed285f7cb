package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.platform.Platform;
import dev.anyarch.testkit.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionProbeTest {
    private static final String REGISTERED = """
        enabled
        interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
        flags: POF
        offset 0
        magic 7f454c460201010000000000000000000200b700
        mask ffffffffffffff00fffffffffffffffffeffffff
        """;

    @TempDir
    private Path directory;

    @Test
    void registrationsMatchTheProgramsOfTheirArchitecture() {
        Registration registration = Registration.parse("qemu-aarch64", REGISTERED).orElseThrow();
        assertThat(registration.matches(probe("linux/arm64"))).isTrue();
        assertThat(registration.matches(probe("linux/riscv64"))).isFalse();
        assertThat(registration.matches(new byte[]{0x7f, 'E'})).isFalse();
        assertThat(registration.worksInContainers()).isTrue();
        assertThat(Registration.parse("python", "enabled\ninterpreter /usr/bin/python3\nflags: \nextension .pyc\n"))
                .isEmpty();
        assertThat(Registration.parse("off", REGISTERED.replace("enabled", "disabled"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"linux/amd64, x86_64", "linux/386, i386", "linux/arm64, aarch64", "linux/arm/v7, arm",
        "linux/ppc64le, ppc64le", "linux/s390x, s390x", "linux/riscv64, riscv64", "linux/mips64le, mips64el",
        "linux/loong64, loongarch64"})
    @NeedsProgram(value = "qemu-aarch64-static", debianPackage = "qemu-user-static")
    void probesAreProgramsThatEndWell(String platform, String emulator) throws IOException, InterruptedException {
        Path program = Files.write(directory.resolve("probe"), probe(platform));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Process process = new ProcessBuilder("qemu-%s-static".formatted(emulator), program.toString()).start();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"linux/arm/v5, arm926", "linux/arm/v6, arm1176", "linux/arm/v7, cortex-a15", "linux/amd64/v3, Haswell",
        "linux/arm64, ''", "linux/amd64, ''"})
    void aDeclaredVariantIsAProcessor(String platform, String processor) {
        assertThat(Machine.processor(Platform.parse(platform)).orElse("")).isEqualTo(processor);
    }

    private static byte[] probe(String platform) {
        return Machine.of(Platform.parse(platform)).orElseThrow().probe();
    }
}
