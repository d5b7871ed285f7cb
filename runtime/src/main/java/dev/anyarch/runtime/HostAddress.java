package dev.anyarch.runtime;

import java.util.List;
import java.util.regex.Pattern;

/** A line that a container's {@code /etc/hosts} has in addition. */
public record HostAddress(String name, String address) {
    /** Docker's word for the machine that the container is on. */
    private static final String GATEWAY = "host-gateway";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");
    private static final Pattern ADDRESS = Pattern.compile(
            "(\\d{1,3})(\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    public HostAddress {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'%s' is not the name of a host".formatted(name));
        }
        requireAddress(address);
    }

    /**
     * Makes sure that a text is one.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static void requireAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not an address, such as 10.0.0.1 or ::1".formatted(text));
        }
    }

    /**
     * Understands {@code NAME=ADDRESS} and {@code NAME:ADDRESS}, an address of version 6 also in brackets, and several
     * addresses with commas between them.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static List<HostAddress> parse(String text) {
        int separator = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (separator < 1) {
            throw new IllegalArgumentException("expected NAME:ADDRESS, found '%s'".formatted(text));
        }
        String name = text.substring(0, separator);
        return List.of(text.substring(separator + 1).split(",", -1))
                .stream()
                .map(address -> new HostAddress(name, address(address)))
                .toList();
    }

    /** The network is this machine's, so it is the machine itself that such a name leads to. */
    private static String address(String text) {
        return text.equals(GATEWAY) ? "127.0.0.1" : text.replaceAll("^\\[(.*)]$", "$1");
    }

    String line() {
        return address + "\t" + name + "\n";
    }
}
