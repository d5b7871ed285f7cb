package dev.anyarch.model.reference;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry's host with an optional port, such as {@code docker.io} or {@code localhost:5000}.
 *
 * @param value host or bracketed IPv6 address, and {@code :port}
 */
public record RegistryName(String value) {
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern GRAMMAR = Pattern
            .compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?");

    private static final Pattern LOOPBACK = Pattern
            .compile("(?i)(?:.+\\.)?localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:0*:)*:?0*1]");
    /** As long as a name in DNS can be, and a port. */
    private static final int MAX_LENGTH = 253 + ":65535".length();

    public static final RegistryName DOCKER_HUB = new RegistryName("docker.io");

    public RegistryName {
        if (value.length() > MAX_LENGTH || !GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("registry '%s': expected HOST or HOST:PORT".formatted(value));
        }
    }

    /** Whether the host is this machine by name: {@code localhost} or a loopback address. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host()).matches();
    }

    /** The host without the port; an IPv6 address keeps its brackets. */
    public String host() {
        int colon = value.lastIndexOf(':');
        return colon < 0 || value.endsWith("]") ? value : value.substring(0, colon);
    }

    /** Written out, as the hash code is: those of a record are put together at run time, in every short process again. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegistryName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
