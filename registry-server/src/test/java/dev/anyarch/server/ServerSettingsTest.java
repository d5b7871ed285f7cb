package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"})
    void plainHttpIsForLoopback(String host) {
        assertThat(ServerSettings.loopback().withAddress(host, 5000).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "registry.example", "127.0.0.1.example", "localhost.example"})
    void otherAddressesNeedTlsOrADecision(String host) {
        ServerSettings settings = ServerSettings.loopback();
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withAddress(host, 5000))
                .withMessageContaining(host)
                .withMessageContaining("TLS");
        assertThat(settings.withInsecureAllowed().withAddress(host, 5000).host()).isEqualTo(host);
        assertThat(settings.withTls(new TlsFiles(Path.of("c"), Path.of("k"))).withAddress(host, 5000).host())
                .isEqualTo(host);
    }

    @Test
    void aManifestOfFourMebibytesIsAlwaysAccepted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSettings.loopback().withMaxManifestSize(4 * 1024 * 1024 - 1));
    }
}
