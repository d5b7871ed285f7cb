package dev.anyarch.builder.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of EXPOSE: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. */
final class Ports {
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/([A-Za-z]+))?");
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "sctp");
    private static final int MAX = 65535;

    private Ports() {}

    /**
     * Each port with its protocol, ranges written out.
     *
     * @throws IllegalArgumentException when the text is not of this form
     */
    static List<String> parse(String text) {
        Matcher matcher = PORT.matcher(text);
        if (!matcher.matches()) {
            String hint = text.contains(":") ? "; the host's port is given when the container starts" : "";
            throw new IllegalArgumentException(
                    "port '%s': expected PORT, FIRST-LAST or one of them with /tcp, /udp or /sctp%s".formatted(text,
                            hint));
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3).toLowerCase(Locale.ROOT);
        if (first > last || last > MAX || !PROTOCOLS.contains(protocol)) {
            throw new IllegalArgumentException("port '%s': expected numbers up to %d in order, and tcp, udp or sctp"
                    .formatted(text, MAX));
        }
        List<String> ports = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            ports.add(port + "/" + protocol);
        }
        return ports;
    }
}
