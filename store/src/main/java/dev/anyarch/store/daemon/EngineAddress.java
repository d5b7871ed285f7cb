package dev.anyarch.store.daemon;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that people give engines: {@code unix:///run/docker.sock}, {@code tcp://host:2375}. */
final class EngineAddress {
    private static final Pattern TCP = Pattern
            .compile("(?:tcp://)?(\\[[0-9A-Fa-f:.]+]|[^:/\\[\\]]*)(?::([0-9]{1,5}))?/?");
    private static final int PLAIN_PORT = 2375;
    private static final int SECURED_PORT = 2376;
    private static final int MAX_PORT = 65_535;

    private EngineAddress() {}

    /** @param origin what said so, for messages: {@code DOCKER_HOST}, {@code docker context x} */
    static EngineEndpoint parse(String origin, String text, Optional<EngineTls> tls) throws NoEngineException {
        if (text.startsWith("unix://")) {
            String path = text.substring("unix://".length());
            return new EngineEndpoint.Unix(Path.of(path.isEmpty() ? EngineEndpoint.DEFAULT_SOCKET : path));
        }
        if (text.startsWith("ssh://")) {
            throw new NoEngineException(("%s: %s: an engine is not reached over ssh; forward its socket with "
                    + "'ssh -nNT -L /tmp/docker.sock:%s %s' and set DOCKER_HOST=unix:///tmp/docker.sock")
                    .formatted(origin,
                            text, EngineEndpoint.DEFAULT_SOCKET,
                            text.substring("ssh://".length()).replaceFirst("/.*", "")));
        }
        if (text.startsWith("npipe://")) {
            throw new NoEngineException(("%s: %s: an engine is not reached over a named pipe; let it listen on "
                    + "loopback as well and set DOCKER_HOST=tcp://127.0.0.1:%d").formatted(origin, text, PLAIN_PORT));
        }
        Matcher matcher = TCP.matcher(text);
        if (!matcher.matches()) {
            throw new NoEngineException(
                    "%s: expected unix:///PATH or tcp://HOST:PORT, found '%s'".formatted(origin, text));
        }
        String host = matcher.group(1).isEmpty() ? "127.0.0.1" : matcher.group(1).replaceAll("[\\[\\]]", "");
        int port = matcher.group(2) == null
                ? tls.isPresent() ? SECURED_PORT : PLAIN_PORT
                : Integer.parseInt(matcher.group(2));
        if (port > MAX_PORT) {
            throw new NoEngineException("%s: '%s': expected a port of at most %d".formatted(origin, text, MAX_PORT));
        }
        return new EngineEndpoint.Tcp(host, port, tls);
    }
}
