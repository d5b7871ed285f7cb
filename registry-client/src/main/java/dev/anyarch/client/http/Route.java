package dev.anyarch.client.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a connection can be used for: an origin, and the proxy it goes through. Requests of one route share connections.
 */
record Route(boolean secure, String host, int port, Optional<ProxySettings.Proxy> proxy) {

    static Route to(HttpUrl url, ProxySettings proxies) {
        return new Route(url.secure(), url.host(), url.port(), proxies.forUrl(url));
    }

    /** Whether requests are sent to the proxy itself, with the whole URL. */
    boolean isForwarded() {
        return proxy.isPresent() && !secure;
    }

    /** Written out, as the hash code is: those of a record are put together at run time, in every short process again. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route route && port == route.port && secure == route.secure && host.equals(route.host)
                && proxy.equals(route.proxy);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /** The host as an address: without the brackets of an IPv6 address. */
    String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
