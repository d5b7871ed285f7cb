package dev.anyarch.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({"https://registry.example, https://registry.example/, 443",
        "http://Registry.Example:80/v2/, http://registry.example/v2/, 80",
        "http://[::1]:5000/v2/, http://[::1]:5000/v2/, 5000", "https://h?n=1, https://h/?n=1, 443",
        "https://h/a#fragment, https://h/a, 443",
        "https://h/a?X-Amz-Signature=abc&n=2, https://h/a?X-Amz-Signature=…&n=2, 443"})
    void urlsAreReadAndWrittenWithoutSecrets(String text, String written, int port) {
        assertThat(HttpUrl.parse(text)).hasToString(written).extracting(HttpUrl::port).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registry.example", "ftp://h/", "https://", "https://u:p@h/", "https://h:0/",
        "https://h:99999/", "https://h:x/", "https://h/a b", "https://h/\r\nX: y", "https:///v2/"})
    void whatIsNoUrlIsRefused(String text) {
        assertThatThrownBy(() -> HttpUrl.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("u:p");
    }

    @ParameterizedTest
    @CsvSource({"/x, http://h:5000/x", "x, http://h:5000/v2/x", "?y=1, http://h:5000/v2/a?y=…",
        "//other/x, http://other/x", "https://other/x?q, https://other/x?q=…", "HTTPS://Other/X, https://other/X"})
    void locationsAreResolved(String location, String expected) {
        assertThat(HttpUrl.parse("http://h:5000/v2/a?b=c").resolve(location)).hasToString(expected);
    }

    @Test
    void anOriginIsSchemeHostAndPort() {
        HttpUrl url = HttpUrl.parse("https://h/a");
        assertThat(url.isSameOrigin(HttpUrl.parse("https://H:443/b"))).isTrue();
        assertThat(url.isSameOrigin(HttpUrl.parse("http://h:443/a"))).isFalse();
        assertThat(url.isSameOrigin(HttpUrl.parse("https://h:444/a"))).isFalse();
        assertThat(url.isSameOrigin(HttpUrl.parse("https://h.evil/a"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "127.0.0.1, true", "127.9.9.9, true", "[::1], true", "127.0.0.1.evil.example, false",
        "localhost.evil.example, false", "registry.localhost, true"})
    void loopbackIsKnownByName(String host, boolean loopback) {
        assertThat(HttpUrl.parse("http://" + host).isLoopback()).isEqualTo(loopback);
    }
}
