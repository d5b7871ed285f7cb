package dev.anyarch.client.http;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param connect for a connection, and again for its TLS handshake
 * @param idle for the next byte of an answer
 */
public record Timeouts(Duration connect, Duration idle) {
    /** Registries assemble large blobs before they answer the last request of an upload, hence the long second one. */
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(120));

    int connectMillis() {
        return Math.toIntExact(connect.toMillis());
    }

    int idleMillis() {
        return Math.toIntExact(idle.toMillis());
    }
}
