package dev.anyarch.client;

import dev.anyarch.client.auth.Authorizer;
import dev.anyarch.client.config.Endpoint;
import dev.anyarch.client.config.TlsMode;
import dev.anyarch.client.http.FailedAnswer;
import dev.anyarch.client.http.HttpClient;
import dev.anyarch.client.http.HttpExchange;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.PlainServerException;
import dev.anyarch.client.http.RetryPolicy;
import dev.anyarch.client.http.UntrustedServerException;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.StoreException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Speaks to one registry: sends requests with the authorisation it wants, repeats those that failed in passing, and turns
 * every other answer into an exception of the seam. Safe for use by several threads.
 */
final class RegistryCaller {
    private final RegistryName registry;
    private final TlsMode tls;
    private final HttpClient http;
    private final Authorizer authorizer;
    private final RetryPolicy retries;
    private volatile HttpUrl base;
    /** Whether {@code base} has answered, where it may be either of two. */
    private volatile boolean isSettled;
    private volatile boolean unreachable;

    RegistryCaller(RegistryName registry, TlsMode tls, HttpClient http, Authorizer authorizer, RetryPolicy retries) {
        this.registry = registry;
        this.tls = tls;
        this.http = http;
        this.authorizer = authorizer;
        this.retries = retries;
        // On loopback, nearly always plain; nobody can see in which order both were tried.
        this.base = Endpoint.base(registry, tls == TlsMode.INSECURE_OR_PLAIN && registry.isLoopback()
                ? TlsMode.PLAIN
                : tls);
    }

    HttpUrl base() {
        return base;
    }

    RetryPolicy retries() {
        return retries;
    }

    /** Whether it could not be reached before; a mirror like that is not asked again. */
    boolean isUnreachable() {
        return unreachable;
    }

    /**
     * Sends a request until it is answered.
     *
     * @param expected the statuses that the caller understands; any other one is an exception
     */
    HttpResponse call(HttpRequest request, Access access, Set<Integer> expected) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                return callOnce(request, access, expected);
            } catch (UnavailableException e) {
                if (!isPassing(e) || !retries.pause(attempt, Optional.empty())) {
                    throw e;
                }
            } catch (RateLimitedException e) {
                if (!retries.pause(attempt, e.retryAt())) {
                    throw e;
                }
            }
        }
    }

    /** As {@link #call}, without repeating anything but what has to be authorised. */
    HttpResponse callOnce(HttpRequest request, Access access, Set<Integer> expected) throws IOException {
        HttpResponse response;
        try {
            response = sendAuthorized(request, access);
        } catch (StoreException | InvalidContentException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable(request, e);
        }
        if (expected.contains(response.status())) {
            return response;
        }
        throw failure(request, access, response);
    }

    /** Begins a request whose body is written by the caller; the answer is for {@link #requireAnswer}. */
    HttpExchange begin(HttpRequest request, Access access, OptionalLong length) throws IOException {
        try {
            return http.begin(withAuthorization(request, authorization(request, access)), length);
        } catch (StoreException | InvalidContentException e) {
            throw e;
        } catch (IOException e) {
            throw unavailable(request, e);
        }
    }

    /** Closes an answer that is as expected; any other is an exception. */
    void requireAnswer(HttpRequest request, Access access, HttpResponse response, Set<Integer> expected)
            throws IOException {
        if (!expected.contains(response.status())) {
            throw failure(request, access, response);
        }
        response.close();
    }

    /** What a broken connection means to the caller; says which setting helps where one does. */
    IOException unavailable(HttpRequest request, IOException cause) {
        if (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)) {
            return cause;
        }
        unreachable = true;
        String advice = switch (cause) {
            case PlainServerException _ -> "; if plain HTTP is meant, configure registries: {\"%s\": {tls: plain}}"
                    .formatted(registry);
            case UntrustedServerException _ -> ("; configure its authority with registries: {\"%s\": {ca: FILE}}, "
                    + "or tls: insecure to accept any certificate").formatted(registry);
            case SocketTimeoutException _ -> " (no answer in time)";
            default -> "";
        };
        return new UnavailableException("%s: %s%s".formatted(request, describe(cause), advice), cause);
    }

    private IOException failure(HttpRequest request, Access access, HttpResponse response) throws IOException {
        FailedAnswer failed = FailedAnswer.read(request, response, retries.clock());
        if (!base.secure() && failed.status() == 400 && failed.text().contains("HTTPS")) {
            return new UnavailableException("%s: %s; it speaks HTTPS: configure registries: {\"%s\": {tls: verify}}"
                    .formatted(request, failed.text(), registry), new NotPassing());
        }
        IOException exception = failed.exception();
        if (failed.isRefusal() && response.url().isSameOrigin(base)) {
            return new DeniedException(exception.getMessage() + authorizer.advice(access.repository()), exception);
        }
        return exception instanceof UnavailableException && !failed.isPassing()
                ? new UnavailableException(String.valueOf(exception.getMessage()), new NotPassing())
                : exception;
    }

    private HttpResponse sendAuthorized(HttpRequest request, Access access) throws IOException {
        Optional<String> sent = authorization(request, access);
        HttpResponse response = send(withAuthorization(request, sent));
        for (int i = 0; i < 2 && response.status() == 401 && response.url().isSameOrigin(base); i++) {
            response.close();
            sent = Optional.of(authorizer.answer(response, purpose(request, access), sent));
            response = send(withAuthorization(request, sent));
        }
        return response;
    }

    private HttpResponse send(HttpRequest request) throws IOException {
        if (tls != TlsMode.INSECURE_OR_PLAIN || !isOurs(request.url())) {
            return http.send(request);
        }
        return isSettled ? http.send(atBase(request)) : settle(request);
    }

    /** Finds out by the first request whether it is spoken to in TLS or plainly. */
    private HttpResponse settle(HttpRequest request) throws IOException {
        HttpUrl first = base;
        try {
            HttpResponse response = http.send(atBase(request));
            // servers that wait for TLS say so with this status
            if (first.secure() || response.status() != 400) {
                isSettled = true;
                return response;
            }
            response.close();
        } catch (PlainServerException e) {
            // it is the other one
        } catch (ConnectException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (first.secure()) {
                throw e;
            }
        }
        HttpUrl other = Endpoint.base(registry, first.secure() ? TlsMode.PLAIN : TlsMode.INSECURE);
        base = other;
        try {
            HttpResponse response = http.send(atBase(request));
            isSettled = true;
            return response;
        } catch (PlainServerException e) {
            base = first;
            isSettled = true;
            return http.send(atBase(request));
        }
    }

    private boolean isOurs(HttpUrl url) {
        return url.isSameOrigin(Endpoint.base(registry, TlsMode.PLAIN))
                || url.isSameOrigin(Endpoint.base(registry, TlsMode.INSECURE));
    }

    private HttpRequest atBase(HttpRequest request) {
        HttpUrl current = base;
        return request.url().isSameOrigin(current)
                ? request
                : request.withUrl(current.withTarget(request.url().target()));
    }

    /** Credentials are for the registry, not for the places it sends us to. */
    private Optional<String> authorization(HttpRequest request, Access access) throws IOException {
        return request.url().isSameOrigin(base) ? authorizer.authorization(purpose(request, access)) : Optional.empty();
    }

    private static Authorizer.Purpose purpose(HttpRequest request, Access access) {
        return new Authorizer.Purpose(request.toString(), request.url(), access.repository(), access.scopes());
    }

    private static HttpRequest withAuthorization(HttpRequest request, Optional<String> authorization) {
        return authorization.isPresent() ? request.with("Authorization", authorization.get()) : request;
    }

    private static boolean isPassing(UnavailableException e) {
        return !(e.getCause() instanceof NotPassing || e.getCause() instanceof PlainServerException
                || e.getCause() instanceof UntrustedServerException);
    }

    private static String describe(IOException e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    /** Marks a failure that a second attempt would only repeat. */
    private static final class NotPassing extends Exception {
        private static final long serialVersionUID = 1;

        NotPassing() {
            super("another attempt would fail the same way", null, false, false);
        }
    }
}
