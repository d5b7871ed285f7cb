package dev.anyarch.model.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        linux/amd64                         | linux   | amd64   |       |                 |
        linux/arm/v7                        | linux   | arm     | v7    |                 |
        linux/arm64/v8.2                    | linux   | arm64   | v8.2  |                 |
        Linux/X86_64                        | Linux   | X86_64  |       |                 |
        arm64                               | linux   | arm64   |       |                 |
        aarch64                             | linux   | aarch64 |       |                 |
        x86_64                              | linux   | x86_64  |       |                 |
        armhf                               | linux   | armhf   |       |                 |
        windows(10.0.20348)/amd64           | windows | amd64   |       | 10.0.20348      |
        windows(10.0.20348+win32k+x)/amd64  | windows | amd64   |       | 10.0.20348      | win32k,x
        windows(+win32k)/amd64              | windows | amd64   |       |                 | win32k
        windows()/amd64                     | windows | amd64   |       |                 |
        windows/amd64:10.0.20348.2527       | windows | amd64   |       | 10.0.20348.2527 |
        windows/arm64/v8:10.0.26100         | windows | arm64   | v8    | 10.0.26100      |
        windows/amd64,osver=10.0.17763      | windows | amd64   |       | 10.0.17763      |
        linux/amd64+gpu+sse                 | linux   | amd64   |       |                 | gpu,sse
        linux/amd64:24.04+gpu               | linux   | amd64   |       | 24.04           | gpu
        linux(a%2Bb%25)/amd64               | linux   | amd64   |       | a+b%            |
        linux(+%C3%A9)/amd64                | linux   | amd64   |       |                 | é
        """)
    void threeSyntaxesAreRead(String text, String os, String architecture, String variant, String osVersion,
            String features) {
        List<String> osFeatures = features == null ? List.of() : List.of(features.split(","));

        assertThat(Platform.parse(text)).isEqualTo(new Platform(os, architecture, variant == null ? "" : variant,
                osVersion == null ? "" : osVersion, osFeatures, Json.Obj.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "linux/", "/amd64", "linux//v7", "linux/arm/", "linux/arm/v7/x", "linux/*",
        "*", "linux amd64", "linux/amd64 ", "linux(/amd64", "linux(1.0/amd64", "linux)/amd64", "linux(1)(2)/amd64",
        "linux(1.0)/amd64:1.0", "linux(+a)/amd64+b", "linux/amd64:", "linux/amd64,osver=", "linux/amd64+",
        "linux/amd64++a", "linux(%)/amd64", "linux(%4)/amd64", "linux(%zz)/amd64", "linux(%FF)/amd64",
        "linux/amd64:1:2", "lïnux/amd64", "linux/amd64\n", "linux/ａｍｄ64"})
    void malformedTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.parse(text))
                .withMessageStartingWith("platform '%s': ", text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        linux         | platform 'linux': the architecture is missing, as in linux/amd64
        x64           | platform 'x64': expected OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64
        linux/arm^    | platform 'linux/arm^': 'arm^' is not an architecture, such as arm64
        linux/arm/v^7 | platform 'linux/arm/v^7': 'v^7' is not a variant, such as v7
        """)
    void refusalNamesTheFix(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.parse(text)).withMessage(message);
    }

    @Test
    void endlessTextIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Platform.parse("linux(" + "+a".repeat(100_000) + ")/arm"))
                .withMessageContaining("at most 255 characters");
    }

    @ParameterizedTest
    @CsvSource({"linux/amd64, linux/amd64", "Linux/AMD64, linux/amd64", "linux/amd64/v1, linux/amd64",
        "linux/amd64/v2, linux/amd64/v2", "linux/amd64/V3, linux/amd64/v3", "linux/x86_64, linux/amd64",
        "linux/x86-64, linux/amd64", "linux/x86_64/v1, linux/amd64", "linux/i386, linux/386",
        "linux/i386/sse, linux/386", "linux/386/sse, linux/386/sse", "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64", "linux/arm64/8, linux/arm64", "linux/arm64/v8.0, linux/arm64",
        "linux/arm64/v8.1, linux/arm64/v8.1", "linux/arm64/9, linux/arm64/v9", "linux/arm64/9.0, linux/arm64/v9",
        "linux/arm64/v9.0, linux/arm64/v9", "linux/arm64/8.1, linux/arm64/8.1", "linux/arm, linux/arm/v7",
        "linux/arm/7, linux/arm/v7", "linux/arm/5, linux/arm/v5", "linux/arm/6, linux/arm/v6",
        "linux/arm/8, linux/arm/v8", "linux/arm/4, linux/arm/4", "linux/armhf, linux/arm/v7",
        "linux/armhf/v6, linux/arm/v7", "linux/armel, linux/arm/v6", "macos/arm64, darwin/arm64",
        "MacOS/arm64, darwin/arm64", "linux/ppc64le/POWER9, linux/ppc64le/power9", "linux/riscv64, linux/riscv64",
        "linux/s390x, linux/s390x", "windows(10.0+b+a+b)/amd64, windows(10.0+a+b)/amd64"})
    void normalisationIsContainerds(String text, String normalized) {
        assertThat(Platform.parse(text).normalized()).hasToString(normalized);
        assertThat(Platform.parse(text).isSameAs(Platform.parse(normalized))).isTrue();
    }

    @Test
    void hostileNamesAreWrittenHarmlessly() {
        assertThat(new Platform("linux\n", "\u001b[31mamd64", "v/7")).hasToString("linux%0A/%1B%5B31mamd64/v%2F7");
        assertThat(new Platform("", "", "")).hasToString("unknown/unknown");
    }

    @Test
    void emptyOsStaysEmpty() {
        assertThat(new Platform("", "aarch64", "v8").normalized()).isEqualTo(new Platform("", "arm64", ""));
    }

    @Test
    void unknownMembersSurviveReadingAndWriting() throws InvalidContentException {
        String json = """
            {"architecture":"amd64","os":"windows","os.version":"10.0.20348.1","os.features":["win32k"],\
            "variant":"v2","features":["sse4"],"x":{"y":1}}""";

        Platform platform = fromJson(json);

        assertThat(platform).hasToString("windows(10.0.20348.1+win32k)/amd64/v2");
        assertThat(new String(JsonWriter.compact(platform.toJson()), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(platform.normalized().extensions()).isEqualTo(platform.extensions());
        assertThat(platform.isSameAs(platform.withoutExtensions())).isTrue();
    }

    @Test
    void wrongTypesAreRefused() {
        assertThatThrownBy(() -> fromJson("{\"os\":1}")).isInstanceOf(InvalidContentException.class)
                .hasMessage("platform: member \"os\": expected text, found the number 1");
        assertThatThrownBy(() -> fromJson("{\"os.features\":\"a\"}")).isInstanceOf(InvalidContentException.class)
                .hasMessage("platform: member \"os.features\": expected an array, found text");
    }

    @Property
    void formattedPlatformIsReadBack(@ForAll("platforms") Platform platform) {
        assertThat(Platform.parse(platform.toString())).isEqualTo(platform);
        assertThat(platform.normalized().normalized()).isEqualTo(platform.normalized());
    }

    @Property
    void parsingThrowsNothingElse(@ForAll("nearlyPlatforms") String text) {
        try {
            assertThat(Platform.parse(text).os()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("platform '");
        }
    }

    @Provide
    Arbitrary<Platform> platforms() {
        Arbitrary<String> name = Arbitraries.strings()
                .withChars("azAZ09_-")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> variant = Arbitraries.strings().withChars("v0189.power").ofMaxLength(5);
        Arbitrary<String> version = Arbitraries.strings().withChars("019.+%()/ é€").ofMaxLength(6);
        Arbitrary<List<String>> features = Arbitraries.strings()
                .withChars("ab+%:é")
                .ofMinLength(1)
                .ofMaxLength(3)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(name, name, variant, version, features)
                .as((os, architecture, v, osVersion, osFeatures) -> new Platform(os, architecture, v, osVersion,
                        osFeatures, Json.Obj.EMPTY));
    }

    @Provide
    Arbitrary<String> nearlyPlatforms() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().withChars("linuxamd64/v7.:,+()%osver=*!\u0000é").ofMaxLength(30),
                Arbitraries.of("linux", "/", "arm", "v7", ":", "(", ")", "+", "%4", ",osver=", "1.0")
                        .list()
                        .ofMaxSize(8)
                        .map(parts -> String.join("", parts)));
    }

    private static Platform fromJson(String json) throws InvalidContentException {
        return Platform
                .fromJson(new JsonFields(JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8), "platform"),
                        "platform"));
    }
}
