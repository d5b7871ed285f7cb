package dev.anyarch.client.http;

import java.util.function.Function;

/**
 * What an {@link HttpClient} needs to know.
 *
 * @param tls answers how to secure connections to a {@code HOST[:PORT]}; asked at the first connection to it
 * @param proxies which proxy to use for whom
 * @param userAgent who we say we are
 * @param interruptible whether an interrupt ends the waiting for a server; the JVM's sockets that can do this take a young
 * process 15 ms, which short questions need not pay
 */
public record HttpSettings(Function<HttpUrl, TlsSettings> tls, ProxySettings proxies, Timeouts timeouts,
        String userAgent, boolean interruptible) {
    public static final HttpSettings DEFAULT = new HttpSettings(url -> TlsSettings.VERIFY, ProxySettings.NONE,
            Timeouts.DEFAULT, "anyarch", true);

    public HttpSettings withoutInterrupts() {
        return new HttpSettings(tls, proxies, timeouts, userAgent, false);
    }
}
