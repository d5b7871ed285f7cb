package dev.anyarch.cli;

import dev.anyarch.client.http.TlsSettings;
import dev.anyarch.store.daemon.DockerEngine;
import dev.anyarch.store.daemon.EngineEndpoint;
import dev.anyarch.store.daemon.EngineTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** The container engine that Docker's client would use. */
final class Engines {
    private Engines() {}

    static DockerEngine connect(Environment environment) throws IOException {
        return DockerEngine.connect(EngineEndpoint.locate(environment.variables(), environment.home()),
                Engines::sockets);
    }

    private static SSLSocketFactory sockets(EngineTls tls) throws IOException {
        List<Path> authorities = Files.exists(tls.authority()) ? List.of(tls.authority()) : List.of();
        Optional<TlsSettings.Identity> identity = Files.exists(tls.certificate()) && Files.exists(tls.key())
                ? Optional.of(new TlsSettings.Identity(tls.certificate(), tls.key()))
                : Optional.empty();
        return new TlsSettings(tls.verify(), authorities, identity).socketFactory();
    }
}
