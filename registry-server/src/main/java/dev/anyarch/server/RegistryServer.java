package dev.anyarch.server;

import dev.anyarch.storage.Storage;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running registry. Any thread may ask it anything; closing it twice is closing it once. The storage stays its owner's.
 */
public final class RegistryServer implements Closeable {
    private static final long START_SECONDS = 30;
    private static final long CLOSE_SECONDS = 10;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ExecutorService blocking;
    private final List<Front> fronts;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RegistryServer(Vertx vertx, ExecutorService blocking, List<Front> fronts) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.fronts = List.copyOf(fronts);
    }

    /**
     * Listens, and serves {@code storage} from then on.
     *
     * @throws IOException when the address cannot be had, or the TLS files cannot be used
     */
    public static RegistryServer start(ServerSettings settings, Storage storage) throws IOException {
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setPreferNativeTransport(true)
                        .setEventLoopPoolSize(settings.eventLoops())
                        // nothing is served from the class path, so nothing is unpacked from it
                        .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)
                                .setFileCachingEnabled(false)))
                .build();
        ExecutorService blocking = Executors
                .newThreadPerTaskExecutor(Thread.ofVirtual().name("registry-", 0).factory());
        ReadCache cache = new ReadCache(settings.cacheSize());
        HttpServerOptions options = Front.options(settings);
        Queue<Front> fronts = new ConcurrentLinkedQueue<>();
        try {
            await(vertx.deployVerticle(() -> {
                Front front = new Front(settings, options, storage, cache, blocking);
                fronts.add(front);
                return front;
            }, new DeploymentOptions().setInstances(settings.eventLoops())), START_SECONDS);
            return new RegistryServer(vertx, blocking, List.copyOf(fronts));
        } catch (IOException e) {
            blocking.shutdownNow();
            vertx.close();
            throw new IOException(
                    "listen on %s:%d: %s".formatted(settings.host(), settings.port(), e.getMessage()), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return fronts.getFirst().port();
    }

    /** Stops listening, lets requests that are being served end for a few seconds, then closes what is left. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            await(Future.join(fronts.stream().map(front -> front.shutdown(GRACE)).toList()), CLOSE_SECONDS);
        } finally {
            blocking.shutdownNow();
            await(vertx.close(), CLOSE_SECONDS);
        }
    }

    private static void await(Future<?> future, long seconds) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException("not done within %d s".formatted(seconds), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
