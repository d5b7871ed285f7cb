package dev.anyarch.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends requests over connections that it keeps and reuses. Safe for use by several threads. */
public final class HttpClient implements Closeable {
    private static final int MAX_REDIRECTS = 8;

    private final HttpSettings settings;
    private final Dialer dialer;
    private final ConnectionPool pool = new ConnectionPool();

    public HttpClient(HttpSettings settings) {
        this.settings = settings;
        this.dialer = new Dialer(settings);
    }

    /**
     * Sends a request and returns when the head of the answer is here. Redirects of {@code GET} and {@code HEAD} are
     * followed; {@code Authorization} is not sent to another origin, and a secured request never becomes a plain one.
     */
    public HttpResponse send(HttpRequest request) throws IOException {
        HttpRequest current = request;
        for (int redirects = 0;; redirects++) {
            HttpResponse response = sendOnce(current);
            Optional<String> location = response.header("Location");
            if (!isRedirect(response.status()) || location.isEmpty() || !request.method().followsRedirects()) {
                return response;
            }
            response.close();
            if (redirects == MAX_REDIRECTS) {
                throw new ProtocolException("%s: expected at most %d redirects".formatted(request, MAX_REDIRECTS));
            }
            current = redirect(current, location.get());
        }
    }

    /**
     * Begins a request whose body the caller writes.
     *
     * @param request its body is not looked at
     * @param length of the body; empty when it is not known, which sends it in chunks
     */
    public HttpExchange begin(HttpRequest request, OptionalLong length) throws IOException {
        Route route = Route.to(request.url(), settings.proxies());
        byte[] head = RequestWriter.head(request, route, HttpExchange.framing(length), settings);
        Connection connection = livingConnection(route);
        try {
            connection.out().write(head);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        return new HttpExchange(request, length, connection, pool);
    }

    private HttpRequest redirect(HttpRequest request, String location) throws IOException {
        HttpUrl target;
        try {
            target = request.url().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("%s: redirected to what is no URL: %s".formatted(request, e.getMessage()));
        }
        if (request.url().secure() && !target.secure() && !target.isLoopback()) {
            throw new ProtocolException("%s: redirected from https to plain http at %s, which is not followed"
                    .formatted(request, target));
        }
        HttpRequest next = request.withUrl(target);
        return target.isSameOrigin(request.url()) ? next : next.without("Authorization");
    }

    private HttpResponse sendOnce(HttpRequest request) throws IOException {
        Route route = Route.to(request.url(), settings.proxies());
        Optional<Connection> kept = pool.take(route);
        if (kept.isPresent()) {
            Connection connection = kept.get();
            long received = connection.bytesReceived();
            try {
                return sendOn(connection, request);
            } catch (IOException e) {
                // A server may close an idle connection at any moment: one that never reacted gets a fresh one.
                if (connection.bytesReceived() != received || e instanceof BodyException
                        || e instanceof SocketTimeoutException) {
                    throw e;
                }
            }
        }
        return sendOn(dialer.dial(route), request);
    }

    private HttpResponse sendOn(Connection connection, HttpRequest request) throws IOException {
        try {
            RequestWriter.write(request, connection, settings);
        } catch (BodyException e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            return earlyAnswer(connection, request, e);
        }
        try {
            return receive(connection, request, true);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** A server that refuses a large body answers before it has read it, and closes; the answer is worth more. */
    private HttpResponse earlyAnswer(Connection connection, HttpRequest request, IOException failure)
            throws IOException {
        try {
            return receive(connection, request, false);
        } catch (IOException e) {
            connection.close();
            throw failure;
        }
    }

    private HttpResponse receive(Connection connection, HttpRequest request, boolean requestSent)
            throws IOException {
        ResponseHead head = ResponseHead.read(connection);
        return new HttpResponse(request.url(), head,
                ResponseBody.of(head, request.method(), requestSent, connection, pool));
    }

    private Connection livingConnection(Route route) throws IOException {
        for (Optional<Connection> kept = pool.take(route); kept.isPresent(); kept = pool.take(route)) {
            if (!kept.get().isStale()) {
                return kept.get();
            }
            kept.get().close();
        }
        return dialer.dial(route);
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    @Override
    public void close() {
        pool.close();
    }
}
