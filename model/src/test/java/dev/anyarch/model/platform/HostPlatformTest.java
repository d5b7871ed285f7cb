package dev.anyarch.model.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPlatformTest {
    private static final String V2 = "fpu cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3";
    private static final String V3 = V2 + " avx avx2 bmi1 bmi2 f16c fma abm movbe xsave";
    private static final String V4 = V3 + " avx512f avx512bw avx512cd avx512dq avx512vl";

    @ParameterizedTest
    @CsvSource({"Linux, amd64, linux/amd64", "Linux, x86_64, linux/amd64", "Linux, i386, linux/386",
        "Linux, x86, linux/386", "Linux, aarch64, linux/arm64", "Linux, arm, linux/arm/v7",
        "Linux, ppc64le, linux/ppc64le", "Linux, s390x, linux/s390x", "Linux, riscv64, linux/riscv64",
        "Linux, loongarch64, linux/loong64", "Linux, mips64el, linux/mips64le", "Mac OS X, aarch64, darwin/arm64",
        "Windows Server 2022, amd64, windows/amd64", "Windows 11, aarch64, windows/arm64",
        "FreeBSD, amd64, freebsd/amd64", "SunOS, amd64, solaris/amd64", "AIX, ppc64, aix/ppc64"})
    void namesOfJavaBecomeNamesOfImages(String osName, String osArch, String platform) {
        assertThat(HostPlatform.of(new HostFacts(osName, osArch, ""))).hasToString(platform);
    }

    @ParameterizedTest
    @CsvSource({"8, v8", "AArch64, v8", "7, v7", "7M, v7", "?(12), v7", "?(17), v7", "6, v6", "6TEJ, v6", "5TE, v5",
        "5TEJ, v5", "4T, v4", "'', v7", "unknown, v7"})
    void armVersionIsReadAsContainerdDoes(String written, String variant) {
        String cpuInfo = "processor\t: 0\nmodel name\t: ARM\nCPU architecture: " + written + "\n";

        assertThat(HostPlatform.of(new HostFacts("Linux", "arm", cpuInfo)).variant()).isEqualTo(variant);
    }

    @ParameterizedTest
    @CsvSource({"linux/amd64,linux/amd64,true", "linux/amd64,linux/386,true", "linux/amd64,linux/amd64/v2,false",
        "linux/amd64/v3,linux/amd64/v2,true", "linux/amd64/v3,linux/amd64/v4,false",
        "linux/amd64,linux/arm64,false", "linux/amd64,windows/amd64,false", "linux/arm64,linux/arm64/v8,true",
        "linux/arm64,linux/arm/v7,true", "linux/arm/v7,linux/arm/v6,true", "linux/arm/v6,linux/arm/v7,false",
        "linux/riscv64,linux/riscv64,true"})
    void aMachineExecutesItsOwnOlderAndRelatedPrograms(String host, String wanted, boolean expected) {
        assertThat(HostPlatform.executes(Platform.parse(host), Platform.parse(wanted))).isEqualTo(expected);
    }

    @Test
    void firstRaspberryPiIsAnArmv6() {
        String cpuInfo = "processor\t: 0\nmodel name\t: ARMv6-compatible processor rev 7 (v6l)\nCPU architecture: 7\n";

        assertThat(HostPlatform.of(new HostFacts("Linux", "arm", cpuInfo))).hasToString("linux/arm/v6");
    }

    @ParameterizedTest
    @CsvSource({"fpu sse2, linux/amd64", V2 + ", linux/amd64/v2", V3 + ", linux/amd64/v3", V4 + ", linux/amd64/v4",
        V2 + " avx2, linux/amd64/v2"})
    void amd64LevelNeedsAllOfItsFlags(String flags, String platform) {
        HostFacts facts = new HostFacts("Linux", "amd64", "processor\t: 0\nflags\t\t: " + flags + "\nbugs\t: none\n");

        assertThat(HostPlatform.withLevel(facts)).hasToString(platform);
        assertThat(HostPlatform.of(facts)).hasToString("linux/amd64");
    }

    @Test
    void powerLevelIsReadFromTheCpuLine() {
        String cpuInfo = "processor\t: 0\ncpu\t\t: POWER9 (architected), altivec supported\n";

        assertThat(HostPlatform.withLevel(new HostFacts("Linux", "ppc64le", cpuInfo)))
                .hasToString("linux/ppc64le/power9");
        assertThat(HostPlatform.withLevel(new HostFacts("Linux", "ppc64le", ""))).hasToString("linux/ppc64le");
    }
}
