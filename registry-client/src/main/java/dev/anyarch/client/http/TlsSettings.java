package dev.anyarch.client.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * How connections to one host are secured.
 *
 * @param verify whether the server's certificate and name are checked; {@code false} only where a person said so
 * @param authorities PEM files with certificates trusted besides those of the Java runtime
 * @param identity what we show when the server asks for a certificate
 */
public record TlsSettings(boolean verify, List<Path> authorities, Optional<Identity> identity) {
    public static final TlsSettings VERIFY = new TlsSettings(true, List.of(), Optional.empty());
    public static final TlsSettings INSECURE = new TlsSettings(false, List.of(), Optional.empty());

    public TlsSettings {
        authorities = List.copyOf(authorities);
    }

    /**
     * What secures sockets this way, for those who speak another protocol than a registry's.
     *
     * @throws IOException when a file is not what it should be
     */
    public SSLSocketFactory socketFactory() throws IOException {
        return TlsSockets.createFactory(this);
    }

    /**
     * A client certificate.
     *
     * @param certificates PEM file, our own certificate first
     * @param key PEM file with its private key in PKCS #8
     */
    public record Identity(Path certificates, Path key) {}
}
