package dev.anyarch.server;

import dev.anyarch.storage.Storage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where requests arrive: one for each event loop. What the cache knows is answered at once, everything else is handed to a
 * virtual thread and comes back as a reply. Nothing here blocks.
 */
final class Front extends VerticleBase {
    /** A body that nobody wants is read to its end up to this size, and beyond that costs the client its connection. */
    private static final long MAX_DISCARDED = 1024 * 1024;
    private static final long LINGER_MILLIS = 2000;
    private static final int MAX_CACHED_URI = 1024;
    private static final System.Logger LOG = System.getLogger(RegistryServer.class.getName());

    private final ServerSettings settings;
    private final HttpServerOptions options;
    private final Storage storage;
    private final Registry registry;
    private final ReadCache cache;
    private final Executor blocking;
    private final ConnectionGuard guard;
    private final Optional<AccessLog> accessLog;
    private @Nullable HttpServer server;

    Front(ServerSettings settings, HttpServerOptions options, Storage storage, ReadCache cache, Executor blocking) {
        this.settings = settings;
        this.options = options;
        this.storage = storage;
        this.registry = new Registry(storage, settings);
        this.cache = cache;
        this.blocking = blocking;
        this.guard = new ConnectionGuard(settings.patience());
        this.accessLog = settings.accessLog().map(AccessLog::new);
    }

    /** The port that all event loops share; known once this has started. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** Stops listening and lets requests that are being served end within {@code grace}. */
    Future<Void> shutdown(Duration grace) {
        return server == null ? Future.succeededFuture() : server.shutdown(grace);
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(Math.max(1, settings.patience().toMillis() / 4), _ -> guard.sweep(System.nanoTime()));
        server = vertx.createHttpServer(options)
                .connectionHandler(guard::opened)
                .requestHandler(this::handle)
                .invalidRequestHandler(this::refuseMalformed);
        return server.listen(address());
    }

    /** When any free port will do, the same one for all event loops. */
    private SocketAddress address() {
        // an IPv6 address may be written as in a URI
        String host = settings.host().replaceAll("[\\[\\]]", "");
        return settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, host)
                : SocketAddress.inetSocketAddress(settings.port(), host);
    }

    private void handle(HttpServerRequest request) {
        guard.arrived(request);
        accessLog.ifPresent(log -> log.follow(request));
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            Optional<ReadableContent> known = cache.find(request.uri(), storage.generation());
            if (known.isPresent()) {
                Transmission.send(request, known.get().reply(request.headers()));
                return;
            }
        }
        try {
            Endpoint endpoint = EndpointParser.parse(method.name(), String.valueOf(request.path()),
                    request.query() == null ? "" : request.query());
            serve(endpoint, request);
        } catch (Refusal refusal) {
            send(request, Optional.empty(), Reply.error(refusal));
        } catch (RuntimeException | Error e) {
            send(request, Optional.empty(), failed(request.uri(), e));
        }
    }

    private void serve(Endpoint endpoint, HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        Optional<RequestBody> body = endpoint.isWrite()
                ? Optional.of(new RequestBody(request, context, settings.patience()))
                : Optional.empty();
        Request head = new Request(request.headers(),
                body.<InputStream>map(stream -> stream).orElseGet(InputStream::nullInputStream));
        String uri = request.uri();
        try {
            blocking.execute(() -> {
                Optional<Reply> reply = answer(endpoint, head, uri);
                context.runOnContext(_ -> finish(request, body, reply));
            });
        } catch (RejectedExecutionException e) {
            send(request, body, Reply.error(new Refusal(ErrorCode.UNAVAILABLE, "the registry is closing")));
        }
    }

    private void finish(HttpServerRequest request, Optional<RequestBody> body, Optional<Reply> reply) {
        if (reply.isPresent()) {
            send(request, body, reply.get());
        } else {
            request.connection().close();
        }
    }

    /** Empty when there is nobody to answer any more. */
    private Optional<Reply> answer(Endpoint endpoint, Request head, String uri) {
        try {
            return Optional.of(switch (endpoint) {
                case Endpoint.ReadManifest read -> {
                    long generation = storage.generation();
                    yield keep(uri, registry.read(read), generation).reply(head.headers());
                }
                case Endpoint.ReadBlob read -> {
                    long generation = storage.generation();
                    yield keep(uri, registry.read(read), generation).reply(head.headers());
                }
                case Endpoint other -> registry.answer(other, head);
            });
        } catch (Refusal refusal) {
            return Optional.of(Reply.error(refusal));
        } catch (ClientGoneException e) {
            LOG.log(System.Logger.Level.DEBUG, "client gone", e);
            return Optional.empty();
        } catch (IOException | RuntimeException | Error e) {
            return Optional.of(failed(endpoint, e));
        }
    }

    /** Also for errors: a client that gets no answer waits for one, and the next request may well be served. */
    private static Reply failed(Object what, Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "cannot answer " + what, e);
        return Reply.error(new Refusal(ErrorCode.UNKNOWN, "the registry failed; its log says why"));
    }

    private ReadableContent keep(String uri, ReadableContent readable, long generation) {
        if (uri.length() <= MAX_CACHED_URI) {
            cache.put(uri, readable, generation);
        }
        return readable;
    }

    private void send(HttpServerRequest request, Optional<RequestBody> body, Reply reply) {
        boolean unread = !request.isEnded() && !isShort(request);
        body.ifPresent(RequestBody::abandon);
        Transmission.send(request, unread ? reply.with("Connection", "close") : reply)
                .onComplete(_ -> {
                    if (unread) {
                        // closing at once would reset the connection under the reply that is still on its way
                        vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
                    }
                });
    }

    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader(Header.CONTENT_LENGTH);
        if (length == null) {
            return !request.headers().contains("Transfer-Encoding");
        }
        return length.length() <= 18 && Long.parseLong(length) <= MAX_DISCARDED;
    }

    private void refuseMalformed(HttpServerRequest request) {
        Transmission.send(request, Transmission.malformed(request).with("Connection", "close"))
                .onComplete(_ -> request.connection().close());
    }

    /** The options that all event loops share. */
    static HttpServerOptions options(ServerSettings settings) {
        HttpServerOptions options = new HttpServerOptions().setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxInitialLineLength(16 * 1024)
                .setMaxHeaderSize(32 * 1024)
                .setMaxChunkSize(64 * 1024)
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, settings.patience().toSeconds() * 5 + 1));
        settings.tls()
                .ifPresent(files -> options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(files.certificate().toString())
                                .addKeyPath(files.key().toString())));
        return options;
    }
}
