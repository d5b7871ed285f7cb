package dev.anyarch.model.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformFilterTest {
    private static final Platform HOST = Platform.parse("linux/arm64/v8");
    private static final List<String> OFFERED = List.of("linux/amd64", "linux/amd64/v2", "linux/arm/v6", "linux/arm",
            "linux/arm64", "linux/386", "windows(10.0.20348.1)/amd64", "darwin/arm64", "unknown/unknown");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        all                     | linux/amd64 linux/amd64/v2 linux/arm/v6 linux/arm linux/arm64 linux/386 windows(10.0.20348.1)/amd64 darwin/arm64
        linux/*                 | linux/amd64 linux/amd64/v2 linux/arm/v6 linux/arm linux/arm64 linux/386
        linux                   | linux/amd64 linux/amd64/v2 linux/arm/v6 linux/arm linux/arm64 linux/386
        */arm64                 | linux/arm64 darwin/arm64
        macos/*                 | darwin/arm64
        linux/arm/*             | linux/arm/v6 linux/arm
        linux/arm               | linux/arm
        linux/arm/v6            | linux/arm/v6
        linux/armel             | linux/arm/v6
        */armel                 | linux/arm/v6
        linux/aarch64           | linux/arm64
        arm64                   | linux/arm64
        local                   | linux/arm64
        linux/amd64             | linux/amd64
        linux/amd64/*           | linux/amd64 linux/amd64/v2
        */*/v2                  | linux/amd64/v2
        windows/amd64           | windows(10.0.20348.1)/amd64
        windows/amd64:10.0.20348 | windows(10.0.20348.1)/amd64
        windows/amd64,osver=10.0.20348,linux/386 | linux/386 windows(10.0.20348.1)/amd64
        windows/amd64:10.0.2034 |
        !windows,!linux/amd64/* | linux/arm/v6 linux/arm linux/arm64 linux/386 darwin/arm64
        linux/*,!linux/386,!*/arm/* | linux/amd64 linux/amd64/v2 linux/arm64
        linux/386, darwin/arm64 | linux/386 darwin/arm64
        local,!local            |
        linux/s390x             |
        """)
    void patternsChoose(String filter, String accepted) {
        PlatformFilter parsed = PlatformFilter.parse(filter, HOST);

        assertThat(
                OFFERED.stream().filter(text -> parsed.accepts(Platform.parse(text))).collect(Collectors.joining(" ")))
                .isEqualTo(accepted == null ? "" : accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        ''              | platform filter '': platform '': expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64
        linux/386,      | platform filter 'linux/386,': platform '': expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64
        !               | platform filter '!': platform '': expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64
        lin*/386        | platform filter 'lin*/386': 'lin*/386': expected OS/ARCH or OS/ARCH/VARIANT with '*' for any whole part, such as linux/*
        */*/*/*         | platform filter '*/*/*/*': '*/*/*/*': expected OS/ARCH or OS/ARCH/VARIANT with '*' for any whole part, such as linux/*
        linux/*,x64     | platform filter 'linux/*,x64': platform 'x64': expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64
        """)
    void malformedFilterIsRefused(String filter, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> PlatformFilter.parse(filter, HOST)).withMessage(message);
    }

    @Test
    void allTakesEverythingButAttachments() {
        assertThat(Arrays.asList("plan9/mips", "linux/riscv64/rva23u64"))
                .allMatch(text -> PlatformFilter.all().accepts(Platform.parse(text)));
        assertThat(PlatformFilter.all().accepts(Platform.parse("unknown/unknown"))).isFalse();
        assertThat(PlatformFilter.parse("linux/*, !windows", HOST)).hasToString("linux/*, !windows");
    }
}
