package dev.anyarch.builder.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of EXPOSE: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. As in BuildKit a port of the host may stand in
 * front, {@code 127.0.0.1:8080:80}, and is left out, which the linter tells.
 */
final class Ports {
    private static final Pattern PORT = Pattern
            .compile("(?<first>\\d{1,5})(?:-(?<last>\\d{1,5}))?(?:/(?<protocol>\\w*))?");
    private static final Pattern HOST = Pattern
            .compile("(?:(?:\\[[0-9a-fA-F:.]*\\]|(?:\\d{1,3}\\.){3}\\d{1,3})?:)?(?:\\d{1,5}(?:-\\d{1,5})?)?:");
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "sctp");
    private static final int MAX = 65535;
    private static final int MAX_BYTE = 255;

    private Ports() {}

    /**
     * Each port with its protocol, ranges written out.
     *
     * @throws IllegalArgumentException when the text is not of this form
     */
    static List<String> parse(String text) {
        int colon = text.lastIndexOf(':') + 1;
        Matcher matcher = PORT.matcher(text.substring(colon));
        if (!matcher.matches() || colon > 0 && !isHost(text.substring(0, colon))) {
            throw new IllegalArgumentException(
                    "port '%s': expected PORT, FIRST-LAST or one of them with /tcp, /udp or /sctp".formatted(text));
        }
        int first = Integer.parseInt(matcher.group("first"));
        int last = matcher.group("last") == null ? first : Integer.parseInt(matcher.group("last"));
        String protocol = matcher.group("protocol") == null ? "" : matcher.group("protocol").toLowerCase(Locale.ROOT);
        if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
            throw new IllegalArgumentException("port '%s': expected /tcp, /udp or /sctp, found '/%s'".formatted(text,
                    protocol));
        }
        if (first > last || last > MAX) {
            throw new IllegalArgumentException("port '%s': expected numbers up to %d in order".formatted(text, MAX));
        }
        List<String> ports = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            ports.add(port + "/" + (protocol.isEmpty() ? "tcp" : protocol));
        }
        return ports;
    }

    private static boolean isHost(String text) {
        return HOST.matcher(text).matches() && (text.contains("[") || Pattern.compile("\\D+")
                .splitAsStream(text.contains(".") ? text.substring(0, text.indexOf(':')) : "")
                .allMatch(number -> number.isEmpty() || Integer.parseInt(number) <= MAX_BYTE));
    }
}
