package dev.anyarch.server;

import dev.anyarch.model.RawManifest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How a registry listens and what it allows. Without TLS only loopback addresses are accepted, unless
 * {@code allowInsecure} says that somebody thought about it: whoever is on the network could read and change what is
 * pushed.
 *
 * @param host a name or address of this machine
 * @param port 0 for any free one
 * @param tls empty for plain HTTP
 * @param allowInsecure whether plain HTTP may be spoken on other addresses than loopback
 * @param readOnly whether everything that changes something is refused
 * @param maxManifestSize in bytes; the specification asks for at least 4 MiB
 * @param patience how long a client may take to send a request's head, and how long its body may pause
 * @param eventLoops threads that serve connections
 * @param cacheSize memory in bytes for manifests and whereabouts of blobs
 * @param accessLog takes a line for each request, without credentials and queries
 */
public record ServerSettings(String host, int port, Optional<TlsFiles> tls, boolean allowInsecure, boolean readOnly,
        int maxManifestSize, Duration patience, int eventLoops, long cacheSize, Optional<Consumer<String>> accessLog) {
    private static final Pattern LOOPBACK = Pattern
            .compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);
    private static final int MIN_MANIFEST_SIZE = 4 * 1024 * 1024;

    public ServerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, found %d".formatted(port));
        }
        if (maxManifestSize < MIN_MANIFEST_SIZE || maxManifestSize > RawManifest.MAX_SIZE) {
            throw new IllegalArgumentException("largest manifest: expected %d to %d bytes, found %d".formatted(
                    MIN_MANIFEST_SIZE, RawManifest.MAX_SIZE, maxManifestSize));
        }
        if (eventLoops < 1 || cacheSize < 0 || patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException(
                    "expected at least one event loop, a cache of at least 0 bytes and some patience, found %d, %d, %s"
                            .formatted(eventLoops, cacheSize, patience));
        }
        if (tls.isEmpty() && !allowInsecure && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    ("listen on %s: expected a loopback address such as 127.0.0.1 for plain HTTP; "
                            + "give a TLS certificate and key, or allow insecure connections explicitly")
                            .formatted(host));
        }
    }

    /** Plain HTTP on a free port of 127.0.0.1. */
    public static ServerSettings loopback() {
        return new ServerSettings("127.0.0.1", 0, Optional.empty(), false, false, RawManifest.MAX_SIZE,
                Duration.ofSeconds(60), Math.max(1, Runtime.getRuntime().availableProcessors()), 64L << 20,
                Optional.empty());
    }

    /**
     * To listen elsewhere.
     *
     * @throws IllegalArgumentException when {@code newHost} is not loopback and neither TLS nor the flag was given before
     */
    public ServerSettings withAddress(String newHost, int newPort) {
        return new ServerSettings(newHost, newPort, tls, allowInsecure, readOnly, maxManifestSize, patience, eventLoops,
                cacheSize, accessLog);
    }

    public ServerSettings withTls(TlsFiles files) {
        return new ServerSettings(host, port, Optional.of(files), allowInsecure, readOnly, maxManifestSize, patience,
                eventLoops, cacheSize, accessLog);
    }

    public ServerSettings withInsecureAllowed() {
        return new ServerSettings(host, port, tls, true, readOnly, maxManifestSize, patience, eventLoops, cacheSize,
                accessLog);
    }

    public ServerSettings withReadOnly() {
        return new ServerSettings(host, port, tls, allowInsecure, true, maxManifestSize, patience, eventLoops,
                cacheSize, accessLog);
    }

    public ServerSettings withMaxManifestSize(int bytes) {
        return new ServerSettings(host, port, tls, allowInsecure, readOnly, bytes, patience, eventLoops, cacheSize,
                accessLog);
    }

    public ServerSettings withPatience(Duration newPatience) {
        return new ServerSettings(host, port, tls, allowInsecure, readOnly, maxManifestSize, newPatience, eventLoops,
                cacheSize, accessLog);
    }

    public ServerSettings withEventLoops(int count) {
        return new ServerSettings(host, port, tls, allowInsecure, readOnly, maxManifestSize, patience, count, cacheSize,
                accessLog);
    }

    public ServerSettings withAccessLog(Consumer<String> log) {
        return new ServerSettings(host, port, tls, allowInsecure, readOnly, maxManifestSize, patience, eventLoops,
                cacheSize, Optional.of(log));
    }
}
