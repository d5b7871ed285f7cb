package dev.anyarch.client;

import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.client.http.RetryPolicy;
import dev.anyarch.client.http.Timeouts;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.testkit.ScriptedRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client of a scripted registry whose pauses take no time and are written down. */
final class TestClient implements Closeable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final RepositoryName APP = new RepositoryName("app");

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final List<Duration> pauses = new ArrayList<>();
    private final RegistryClient client;

    TestClient() throws IOException {
        this(ClientSettings.DEFAULT);
    }

    TestClient(ClientSettings settings) throws IOException {
        client = new RegistryClient(settings.withRetries(retries(pauses))
                .withTimeouts(new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(700))));
    }

    private static RetryPolicy retries(List<Duration> pauses) {
        return new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(10), Clock.fixed(NOW, ZoneOffset.UTC),
                pauses::add, new Random(1));
    }

    ScriptedRegistry registry() {
        return registry;
    }

    RegistryName name() {
        return new RegistryName(registry.authority());
    }

    RegistryClient client() {
        return client;
    }

    RemoteRepository repository() throws IOException {
        return client.repository(name(), APP);
    }

    List<Duration> pauses() {
        return pauses;
    }

    @Override
    public void close() throws IOException {
        client.close();
        registry.close();
    }
}
