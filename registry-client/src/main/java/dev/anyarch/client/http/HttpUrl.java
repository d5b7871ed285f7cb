package dev.anyarch.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * An absolute {@code http} or {@code https} URL. Not {@link java.net.URI}, which refuses characters that storage services
 * put into the addresses they redirect to.
 *
 * @param secure whether the scheme is {@code https}
 * @param host in lower case; an IPv6 address keeps its brackets
 * @param port the port, also when it is the scheme's own
 * @param target path and query as sent; begins with a slash
 */
public record HttpUrl(boolean secure, String host, int port, String target) {
    /** Query parameters that are part of the protocol; the values of all others may be secrets. */
    private static final Set<String> PUBLIC_PARAMETERS = Set.of("n", "last", "digest", "mount", "from", "artifactType",
            "service", "scope", "tag", "digest-algorithm");

    public HttpUrl {
        if (host.isEmpty() || port < 1 || port > 65535 || !target.startsWith("/")) {
            throw new IllegalArgumentException("URL: expected host, port and path, found '%s' '%d' '%s'"
                    .formatted(host, port, target));
        }
        requirePrintable(host);
        requirePrintable(target);
    }

    /** Reads an absolute URL; a fragment is dropped, user information is refused. */
    public static HttpUrl parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("https://");
        if (!secure && !lower.startsWith("http://")) {
            throw new IllegalArgumentException("URL '%s': expected http://… or https://…".formatted(text));
        }
        int from = secure ? 8 : 7;
        int authorityEnd = from;
        while (authorityEnd < text.length() && "/?#".indexOf(text.charAt(authorityEnd)) < 0) {
            authorityEnd++;
        }
        String authority = lower.substring(from, authorityEnd);
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("URL of host '%s': expected no user and password in it"
                    .formatted(authority.substring(authority.indexOf('@') + 1)));
        }
        String target = withoutFragment(text.substring(authorityEnd));
        return ofAuthority(secure, authority, target.startsWith("/") ? target : "/" + target);
    }

    /** A URL of {@code HOST[:PORT]} with the scheme's own port when there is none. */
    public static HttpUrl ofAuthority(boolean secure, String authority, String target) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || authority.endsWith("]")) {
            return new HttpUrl(secure, authority, secure ? 443 : 80, target);
        }
        try {
            return new HttpUrl(secure, authority.substring(0, colon),
                    Integer.parseInt(authority.substring(colon + 1)), target);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("URL of '%s': expected a port number after the colon"
                    .formatted(authority), e);
        }
    }

    /** What a {@code Location} or {@code Link} of an answer from here points to. */
    public HttpUrl resolve(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse((secure ? "https:" : "http:") + location);
        }
        String relative = withoutFragment(location);
        if (relative.startsWith("/")) {
            return withTarget(relative);
        }
        if (relative.startsWith("?")) {
            return withTarget(path() + relative);
        }
        return withTarget(path().substring(0, path().lastIndexOf('/') + 1) + relative);
    }

    public HttpUrl withTarget(String newTarget) {
        return new HttpUrl(secure, host, port, newTarget);
    }

    /** This URL with one more query parameter; the value is encoded. */
    public HttpUrl withParameter(String name, String value) {
        return withTarget(target + (target.indexOf('?') < 0 ? '?' : '&') + name + "=" + encode(value));
    }

    /** The target without the query. */
    public String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** {@code HOST[:PORT]}, without the port when it is the scheme's own. */
    public String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /** Whether scheme, host and port are the same: what one server's credentials are good for. */
    public boolean isSameOrigin(HttpUrl other) {
        return secure == other.secure && port == other.port && host.equals(other.host);
    }

    /** Whether the host is this machine by name. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":")
                .replace("%2F",
                        "/");
    }

    /** The URL for messages: values of query parameters that are not the protocol's own are left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(secure ? "https://" : "http://").append(authority()).append(path());
        if (target.length() > path().length()) {
            char separator = '?';
            for (String parameter : target.substring(path().length() + 1).split("&", -1)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                text.append(separator).append(PUBLIC_PARAMETERS.contains(name) ? parameter : name + "=…");
                separator = '&';
            }
        }
        return text.toString();
    }

    private static String withoutFragment(String text) {
        int hash = text.indexOf('#');
        return hash < 0 ? text : text.substring(0, hash);
    }

    private static void requirePrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException("URL: expected printable ASCII, found character U+%04X"
                        .formatted((int) text.charAt(i)));
            }
        }
    }
}
