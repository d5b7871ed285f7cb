package dev.anyarch.client.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests go through a proxy, as the environment says in {@code HTTP_PROXY}, {@code HTTPS_PROXY} and
 * {@code NO_PROXY}, in upper or lower case. Loopback is never reached through a proxy.
 *
 * @param http for plain requests
 * @param https for secured ones, by {@code CONNECT}
 * @param exceptions hosts, {@code .domains} and {@code *}; with an optional port
 */
public record ProxySettings(Optional<Proxy> http, Optional<Proxy> https, List<String> exceptions) {
    public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    public ProxySettings {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * A proxy that is spoken to in plain HTTP.
     *
     * @param authorization the {@code Proxy-Authorization} to send
     */
    public record Proxy(String host, int port, Optional<String> authorization) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Reads the environment; an empty variable is as good as none. */
    public static ProxySettings fromEnvironment(Map<String, String> environment) {
        return new ProxySettings(proxy(environment, "http_proxy"), proxy(environment, "https_proxy"),
                exceptions(variable(environment, "no_proxy")));
    }

    /** The proxy for requests to {@code url}; empty for a direct connection. */
    public Optional<Proxy> forUrl(HttpUrl url) {
        Optional<Proxy> proxy = url.secure() ? https : http;
        return proxy.isEmpty() || url.isLoopback() || isException(url) ? Optional.empty() : proxy;
    }

    private boolean isException(HttpUrl url) {
        for (String exception : exceptions) {
            String name = exception;
            int colon = exception.lastIndexOf(':');
            if (colon > 0 && !exception.endsWith("]")) {
                if (!exception.substring(colon + 1).equals(Integer.toString(url.port()))) {
                    continue;
                }
                name = exception.substring(0, colon);
            }
            String domain = name.startsWith("*.") ? name.substring(1) : name;
            if (domain.equals("*") || url.host().equals(domain)
                    || url.host().endsWith(domain.startsWith(".") ? domain : "." + domain)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> exceptions(String text) {
        List<String> exceptions = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                exceptions.add(part.strip().toLowerCase(Locale.ROOT));
            }
        }
        return exceptions;
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
        String text = variable(environment, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String plain = text.startsWith("http://") ? text : "http://" + text;
        if (text.startsWith("https://") || text.startsWith("socks")) {
            throw new IllegalArgumentException("%s: expected a proxy as http://HOST:PORT".formatted(name));
        }
        int at = plain.lastIndexOf('@');
        if (at < 0) {
            HttpUrl url = HttpUrl.parse(plain);
            return Optional.of(new Proxy(url.host(), url.port(), Optional.empty()));
        }
        HttpUrl url = HttpUrl.parse("http://" + plain.substring(at + 1));
        return Optional.of(new Proxy(url.host(), url.port(),
                Optional.of(BasicAuthorization.ofUserInformation(plain.substring("http://".length(), at)))));
    }

    private static String variable(Map<String, String> environment, String lowerCaseName) {
        String value = environment.getOrDefault(lowerCaseName, "");
        return value.isEmpty() ? environment.getOrDefault(lowerCaseName.toUpperCase(Locale.ROOT), "") : value;
    }
}
