package dev.anyarch.client.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is configured about one registry.
 *
 * @param tls how to speak to it; empty for the usual: plain on loopback, else verified
 * @param authority a PEM file with the certificate that signed its own
 * @param mirrors where to read first, in order
 */
public record HostSettings(Optional<TlsMode> tls, Optional<Path> authority, List<Mirror> mirrors) {
    public static final HostSettings NONE = new HostSettings(Optional.empty(), Optional.empty(), List.of());

    public HostSettings {
        mirrors = List.copyOf(mirrors);
    }

    public HostSettings withTls(TlsMode mode) {
        return new HostSettings(Optional.of(mode), authority, mirrors);
    }

    public HostSettings withMirrors(List<Mirror> newMirrors) {
        return new HostSettings(tls, authority, newMirrors);
    }
}
