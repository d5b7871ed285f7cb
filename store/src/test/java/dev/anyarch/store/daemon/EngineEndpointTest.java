package dev.anyarch.store.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineEndpointTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        unix:///run/d.sock        | unix:///run/d.sock
        unix://                   | unix:///var/run/docker.sock
        tcp://build.example:4243  | tcp://build.example:4243
        tcp://build.example       | tcp://build.example:2375
        tcp://                    | tcp://127.0.0.1:2375
        tcp://[::1]:2375          | tcp://[::1]:2375
        build.example:4243        | tcp://build.example:4243
        """)
    void addressesAreThoseOfDockersClient(String host, String expected) throws IOException {
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_HOST", host), home)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ssh://me@build.example    | ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock me@build.example
        npipe:////./pipe/docker   | DOCKER_HOST=tcp://127.0.0.1:2375
        http://build.example      | expected unix:///PATH or tcp://HOST:PORT
        tcp://build.example:70000 | expected a port
        """)
    void otherWaysAreRefusedWithTheFix(String host, String fix) {
        assertThatThrownBy(() -> EngineEndpoint.locate(Map.of("DOCKER_HOST", host), home))
                .isInstanceOf(NoEngineException.class)
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining(fix);
    }

    @Test
    void nothingSaidIsTheSocketOfThisMachine() throws IOException {
        assertThat(EngineEndpoint.locate(Map.of(), home)).hasToString("unix:///var/run/docker.sock");
    }

    @Test
    void tlsIsOnlyUsedWhenAskedForAndItsFilesAreWhereTheyAreSaidToBe() throws IOException {
        Map<String, String> verified = Map.of("DOCKER_HOST", "tcp://build.example", "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", "/certs");
        assertThat(EngineEndpoint.locate(verified, home)).isEqualTo(
                new EngineEndpoint.Tcp("build.example", 2376, Optional.of(new EngineTls(true, Path.of("/certs")))));
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_HOST", "tcp://build.example", "DOCKER_TLS", "1"), home))
                .isEqualTo(new EngineEndpoint.Tcp("build.example", 2376,
                        Optional.of(new EngineTls(false, home.resolve(".docker")))));
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_HOST", "tcp://build.example", "DOCKER_CERT_PATH", "/certs"),
                home)).isEqualTo(new EngineEndpoint.Tcp("build.example", 2375, Optional.empty()));
    }

    @Test
    void theHostGoesBeforeTheContextAndTheNamedContextBeforeTheCurrentOne() throws IOException {
        context("one", "unix:///one.sock");
        context("two", "tcp://two.example:2376");
        Path keys = Files.createDirectories(home.resolve(".docker/contexts/tls/" + id("two") + "/docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"one\"}");
        assertThat(EngineEndpoint.locate(Map.of(), home)).hasToString("unix:///one.sock");
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_CONTEXT", "two"), home)).isEqualTo(
                new EngineEndpoint.Tcp("two.example", 2376, Optional.of(new EngineTls(true, keys))));
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_CONTEXT", "default"), home))
                .hasToString("unix:///var/run/docker.sock");
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_CONTEXT", "two", "DOCKER_HOST", "unix:///x"), home))
                .hasToString("unix:///x");
        assertThatThrownBy(() -> EngineEndpoint.locate(Map.of("DOCKER_CONTEXT", "three"), home))
                .isInstanceOf(NoEngineException.class)
                .hasMessageContaining("docker context 'three'");
    }

    @Test
    void anotherDirectoryOfDockersConfigurationIsHonoured() throws IOException {
        Path other = Files.createDirectory(home.resolve("other"));
        Files.writeString(other.resolve("config.json"), "{\"currentContext\":\"default\"}");
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"gone\"}");
        assertThat(EngineEndpoint.locate(Map.of("DOCKER_CONFIG", other.toString()), home))
                .hasToString("unix:///var/run/docker.sock");
    }

    private void context(String name, String host) throws IOException {
        Path directory = Files.createDirectories(home.resolve(".docker/contexts/meta/" + id(name)));
        Files.writeString(directory.resolve("meta.json"),
                "{\"Name\":\"%s\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
                        .formatted(name, host));
    }

    private static String id(String name) {
        return Digest.sha256(name.getBytes(UTF_8)).encoded();
    }
}
