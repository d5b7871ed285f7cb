package dev.anyarch.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.TlsSettings;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {
    @TempDir
    Path home;

    private Path file(String name, String text) throws IOException {
        Path path = home.resolve(name);
        Files.createDirectories(path.resolveSibling("."));
        return Files.writeString(path, text);
    }

    private ClientSettings load() throws IOException {
        return ClientSettings.load(Map.of(), home, home.resolve("etc"));
    }

    private ClientSettings configured(String yaml) throws IOException {
        file(".config/anyarch/config.yaml", yaml);
        return load();
    }

    private ClientSettings rules(String toml) throws IOException {
        file("etc/containers/registries.conf", toml);
        return load();
    }

    private static Route route(ClientSettings settings, String reference) throws IOException {
        Reference parsed = Reference.parse(reference);
        return settings.route(parsed.registry(), parsed.repository());
    }

    private static List<String> mirrors(ClientSettings settings, String reference) throws IOException {
        return route(settings, reference).mirrors().stream().map(ClientSettingsTest::text).toList();
    }

    private static String text(Endpoint endpoint) {
        return endpoint.base() + " " + endpoint.repository();
    }

    @Test
    void withoutFilesTheRegistryItselfIsAsked() throws Exception {
        assertThat(mirrors(load(), "alpine")).isEmpty();
        assertThat(text(route(load(), "alpine").origin())).isEqualTo("https://registry-1.docker.io/v2/ library/alpine");
        assertThat(text(route(load(), "localhost:5000/app").origin())).isEqualTo("http://localhost:5000/v2/ app");
        assertThat(text(route(load(), "ghcr.io/a/b").origin())).isEqualTo("https://ghcr.io/v2/ a/b");
    }

    @Test
    void ourOwnFileSaysTlsMirrorsAndAuthority() throws Exception {
        ClientSettings settings = configured("""
            registries:
              docker.io:
                mirrors: [ "http://127.0.0.1:5000", mirror.example/hub ]
              registry.example:
                tls: insecure
              plain.example:
                tls: plain
              ca.example:
                ca: company-ca.pem
              localhost:5443:
                tls: verify
            """);
        assertThat(mirrors(settings, "alpine")).containsExactly("http://127.0.0.1:5000/v2/ library/alpine",
                "https://mirror.example/v2/ hub/library/alpine");
        assertThat(route(settings, "registry.example/a").origin().tls()).isEqualTo(TlsMode.INSECURE);
        assertThat(text(route(settings, "plain.example/a").origin())).isEqualTo("http://plain.example/v2/ a");
        assertThat(route(settings, "localhost:5443/a").origin().tls()).isEqualTo(TlsMode.VERIFY);
        assertThat(tls(settings, "https://registry.example").verify()).isFalse();
        assertThat(tls(settings, "https://other.example").verify()).isTrue();
        assertThat(tls(settings, "https://ca.example").authorities())
                .containsExactly(home.resolve(".config/anyarch/company-ca.pem"));
    }

    private static TlsSettings tls(ClientSettings settings, String url) {
        return settings.http().tls().apply(HttpUrl.parse(url));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        registrys: {}                                   | line 1: expected 'registries', found 'registrys'
        'registries: {a.example: {tsl: verify}}'        | line 1: a.example: expected tls, ca or mirrors, found 'tsl'
        'registries: {a.example: {tls: maybe}}'         | line 1: tls: expected verify, insecure or plain, found 'maybe'
        'registries: {a.example: {mirrors: x}}'         | line 1: mirrors: expected a list
        'registries: {a.example: {mirrors: ["http:/"]}}' | line 1: mirrors: registry 'http:'
        'registries: {"a b": {}}'                       | line 1: registries: registry 'a b'
        'registries: {a.example: {}, a.example: {}}'    | there twice
        'registries: ['                                 | malformed YAML
        """)
    void whatIsNotUnderstoodIsAnErrorWithItsLine(String yaml, String message) {
        assertThatThrownBy(() -> configured(yaml)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("config.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyFileSaysNothing() throws Exception {
        assertThat(configured("# nothing yet\n").hosts()).isEmpty();
        assertThat(configured("registries:\n").hosts()).isEmpty();
    }

    @Test
    void registriesConfRewritesAndMirrors() throws Exception {
        ClientSettings settings = rules("""
            unqualified-search-registries = ["docker.io"]  # not for us

            [[registry]]
            prefix = "docker.io"
            location = 'mirror.internal/hub'

            [[registry.mirror]]
            location = "near.internal:5000"
            insecure = true

            [[registry.mirror]]
            location = "far.internal/copies/"
            pull-from-mirror = "digest-only"

            [[registry]]
            location = "old.example"
            blocked = true

            [[registry]]
            prefix = "*.wild.example"
            insecure = true
            location = "wild.internal"

            [aliases]
            "short" = "long.example/short"
            """);
        assertThat(text(route(settings, "alpine").origin())).isEqualTo(
                "https://mirror.internal/v2/ hub/library/alpine");
        assertThat(mirrors(settings, "alpine")).containsExactly("https://near.internal:5000/v2/ library/alpine",
                "https://far.internal/v2/ copies/library/alpine");
        assertThat(route(settings, "alpine").mirrors()).extracting(Endpoint::digestsOnly).containsExactly(false, true);
        assertThat(route(settings, "alpine").mirrors().getFirst().tls()).isEqualTo(TlsMode.INSECURE_OR_PLAIN);
        assertThat(text(route(settings, "a.wild.example/x").origin())).isEqualTo("https://wild.internal/v2/ x");
        assertThatThrownBy(() -> route(settings, "old.example/x")).isInstanceOf(DeniedException.class)
                .hasMessageContaining("registries.conf, line ");
    }

    @Test
    void theLongestPrefixCounts() throws Exception {
        ClientSettings settings = rules("""
            [[registry]]
            prefix = "r.example"
            location = "all.internal"
            [[registry]]
            prefix = "r.example/team"
            location = "team.internal/t"
            """);
        assertThat(text(route(settings, "r.example/team/app").origin())).isEqualTo("https://team.internal/v2/ t/app");
        assertThat(text(route(settings, "r.example/teams/app").origin())).isEqualTo(
                "https://all.internal/v2/ teams/app");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        location = 1979-05-27          | line 2: expected text in quotes
        location = "a.example" x = 1   | line 2: expected the end of the line
        location = "a.example          | line 2: expected '"'
        mirror = [ { location = "b" } ] | line 2: expected text in quotes
        insecure = "yes"               | insecure: expected true or false
        insecure = true                | expected location, which is missing
        """)
    void whatTheReaderCannotReadIsAnErrorWithItsLine(String line, String message) {
        assertThatThrownBy(() -> rules("[[registry]]\n" + line + "\n" + (line.startsWith("insecure = \"")
                ? "location = \"a.example\"\n"
                : ""))).isInstanceOf(InvalidContentException.class).hasMessageContaining(message);
    }

    @Test
    void certificatesAreFoundByHostAndPort() throws Exception {
        Path authority = file("etc/docker/certs.d/r.example:5000/ca.crt", "x");
        Path certificate = file(".config/containers/certs.d/r.example:5000/me.cert", "x");
        file("etc/docker/certs.d/other.example/ca.crt", "x");
        TlsSettings tls = tls(load(), "https://r.example:5000");
        assertThat(tls.authorities()).containsExactly(authority);
        assertThat(tls.identity()).isEqualTo(Optional.of(new TlsSettings.Identity(certificate,
                certificate.resolveSibling("me.key"))));
        assertThat(tls(load(), "https://r.example")).isEqualTo(TlsSettings.VERIFY);
    }

    @Test
    void anOptionOfACommandGoesBeforeFiles() throws Exception {
        ClientSettings settings = configured("registries: {r.example: {mirrors: [m.example]}}")
                .withTls(new RegistryName("r.example"), TlsMode.PLAIN);
        assertThat(route(settings, "r.example/a").origin().tls()).isEqualTo(TlsMode.PLAIN);
        assertThat(mirrors(settings, "r.example/a")).hasSize(1);
    }
}
