package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a:10.0.0.1           | 10.0.0.1 a
        a=10.0.0.1           | 10.0.0.1 a
        a.b-c=[::1]          | ::1 a.b-c
        a:::1                | ::1 a
        a=fe80::1%eth0       | fe80::1%eth0 a
        a:host-gateway       | 127.0.0.1 a
        a=10.0.0.1,10.0.0.2  | 10.0.0.1 a,10.0.0.2 a
        """)
    void hostsAreReadAsDockerReadsThem(String text, String lines) {
        assertThat(HostAddress.parse(text).stream().map(HostAddress::line).map(String::strip))
                .containsExactly(lines.replace(' ', '\t').split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ":1.2.3.4", "a:", "a=x", "a b=1.2.3.4", "a=1.2.3.4\n5.6.7.8 b", "a=1.2.3"})
    void otherHostsAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"nofile=10, nofile=10:10", "nofile=10:20, nofile=10:20", "core=-1, core=unlimited:unlimited",
        "stack=5:unlimited, stack=5:unlimited"})
    void limitsAreReadAsDockerReadsThem(String text, String limit) {
        assertThat(ResourceLimit.parse(text)).hasToString(limit);
    }

    @ParameterizedTest
    @CsvSource({"nofile, expected NAME=SOFT", "files=5, there is no limit 'files'; there are core",
        "nofile=20:10, the soft limit 20 is above the hard limit 10", "cpu=unlimited:3, above the hard limit 3",
        "nofile=-2, expected NAME=SOFT"})
    void otherLimitsAreRefused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> ResourceLimit.parse(text))
                .withMessageContaining(message);
    }

    @Test
    void nobodyRaisesALimitAboveTheirOwn(@TempDir Path proc) throws IOException {
        Files.writeString(Files.createDirectory(proc.resolve("self")).resolve("limits"), """
            Limit                     Soft Limit           Hard Limit           Units
            Max cpu time              unlimited            unlimited            seconds
            Max open files            1024                 20000                files
            """);
        CurrentLimits limits = CurrentLimits.read(proc, false);
        limits.require(List.of(ResourceLimit.parse("nofile=20000"), ResourceLimit.parse("cpu=-1")));
        for (String text : List.of("nofile=20001", "nofile=1:-1")) {
            assertThatThrownBy(() -> limits.require(List.of(ResourceLimit.parse(text))))
                    .isInstanceOf(CannotExecuteException.class)
                    .hasMessageContaining("limit nofile=")
                    .hasMessageContaining("expected at most 20000");
        }
        CurrentLimits.read(proc, true).require(List.of(ResourceLimit.parse("nofile=20001")));
    }

    @Test
    void everyLimitIsOneThatTheKernelHas() throws IOException {
        String limits = Files.readString(Path.of("/proc/self/limits"));
        for (ResourceLimit.Kind kind : ResourceLimit.Kind.values()) {
            assertThat(limits).contains("\n" + kind.title() + " ");
        }
    }

    @Test
    void secretsAreNotShownByMistake() {
        Secret secret = Secret.of(new byte[]{'h', 'u', 's', 'h'});
        assertThat(new ContainerMount.SecretFile("/s", secret, 0400, 0, 0).toString()).doesNotContain("hush", "104");
        assertThat(secret.text()).isEqualTo("hush");
    }
}
