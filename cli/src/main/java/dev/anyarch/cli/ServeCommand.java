package dev.anyarch.cli;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.server.TlsFiles;
import dev.anyarch.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code anyarch serve}: the registry, until it is told to stop. */
final class ServeCommand implements Command {
    private static final Option LISTEN = Option.value("--listen", "HOST:PORT",
            "where to listen; port 0 is any free one (default 127.0.0.1:5000)");
    private static final Option STORE = Option.value("--store", "DIR", "what to serve (default: the local store)");
    private static final Option CONFIG = Option.value("--config", "FILE", "a YAML file with the same settings");
    private static final Option TLS_CERTIFICATE = Option.value("--tls-cert", "FILE", "PEM file for TLS");
    private static final Option TLS_KEY = Option.value("--tls-key", "FILE", "PEM file with its private key");
    private static final Option INSECURE = Option.flag("--insecure-listen",
            "plain HTTP on addresses that others can reach");
    private static final Option READ_ONLY = Option.flag("--read-only", "refuse everything that changes something");
    private static final Option SPARSE = Option.value("--sparse", "WHAT",
            "accept manifests before what they name: none, indexes or images (default none)");
    private static final Option ACCESS_LOG = Option.flag("--access-log", "a line for each request");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("serve", "", 0, 0, "run the registry", """
            Serves the local store, so that what 'anyarch build' made can be pulled. Plain HTTP on loopback
            unless TLS files are given. The configuration file has the members listen, store, sparse,
            read-only, access-log, insecure-listen, and tls with certificate and key.""",
                List.of(LISTEN, STORE, CONFIG, TLS_CERTIFICATE, TLS_KEY, INSECURE, READ_ONLY, SPARSE, ACCESS_LOG));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Console console = session.console();
        ServeConfig config = config(arguments, session.environment());
        ServerSettings settings = settings(config, console);
        Path directory = config.store().orElseGet(() -> session.environment().storeDirectory());

        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().unstarted(() -> {
            stop.countDown();
            awaitQuietly(stopped);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (Storage storage = Storage.open(directory, config.sparse());
                RegistryServer server = RegistryServer.start(settings, storage)) {
            console.message("serving %s at %s://%s:%d".formatted(directory, settings.tls().isPresent()
                    ? "https"
                    : "http", settings.host(), server.port()));
            stop.await();
        } finally {
            stopped.countDown();
        }
        return ExitCode.OK;
    }

    /** Options on the command line come before the file. */
    private static ServeConfig config(Arguments arguments, Environment environment) throws IOException {
        Optional<Path> file = arguments.value(CONFIG).map(environment::path);
        ServeConfig config = file.isPresent() ? ServeConfig.read(file.get()) : ServeConfig.DEFAULT;
        if (arguments.value(LISTEN).isPresent()) {
            config = config.withListen(arguments.value(LISTEN).get());
        }
        if (arguments.value(STORE).isPresent()) {
            config = config.withStore(environment.path(arguments.value(STORE).get()));
        }
        Optional<Path> certificate = arguments.value(TLS_CERTIFICATE).map(environment::path);
        Optional<Path> key = arguments.value(TLS_KEY).map(environment::path);
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException("expected --tls-cert and --tls-key together, found one of them");
        }
        if (certificate.isPresent() && key.isPresent()) {
            config = config.withTls(new TlsFiles(certificate.get(), key.get()));
        }
        if (arguments.value(SPARSE).isPresent()) {
            config = config.withSparse(ServeConfig.sparse(arguments.value(SPARSE).get()));
        }
        return config.withFlags(arguments.has(INSECURE), arguments.has(READ_ONLY), arguments.has(ACCESS_LOG));
    }

    private static ServerSettings settings(ServeConfig config, Console console) throws UsageException {
        try {
            ServerSettings settings = ServerSettings.loopback();
            settings = config.insecureListen() ? settings.withInsecureAllowed() : settings;
            settings = config.tls().isPresent() ? settings.withTls(config.tls().get()) : settings;
            settings = config.readOnly() ? settings.withReadOnly() : settings;
            settings = config.accessLog() ? settings.withAccessLog(console::message) : settings;
            return settings.withAddress(config.host(), config.port());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** The process ends when the hook returns; the storage is closed by then, unless somebody is in a hurry. */
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
