package dev.anyarch.store.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where an engine listens. */
public sealed interface EngineEndpoint {
    String DEFAULT_SOCKET = "/var/run/docker.sock";

    /** A socket of this machine. */
    record Unix(Path socket) implements EngineEndpoint {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A port of some machine.
     *
     * @param tls plain when absent
     */
    record Tcp(String host, int port, Optional<EngineTls> tls) implements EngineEndpoint {
        @Override
        public String toString() {
            return "tcp://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
        }
    }

    /**
     * As Docker's client finds it: {@code DOCKER_HOST}, else the context of {@code DOCKER_CONTEXT} or the current one of
     * {@code config.json}, else {@value #DEFAULT_SOCKET}.
     *
     * @throws NoEngineException when that is a way which is not available here, or a context that is not there
     */
    static EngineEndpoint locate(Map<String, String> variables, Path home) throws IOException {
        Path config = DockerContexts.directory(variables, home);
        Optional<String> host = value(variables, "DOCKER_HOST");
        if (host.isPresent()) {
            return EngineAddress.parse("DOCKER_HOST", host.get(), EngineTls.fromEnvironment(variables, config));
        }
        Optional<EngineEndpoint> current = new DockerContexts(config).current(value(variables, "DOCKER_CONTEXT"));
        return current.orElseGet(() -> new Unix(Path.of(DEFAULT_SOCKET)));
    }

    private static Optional<String> value(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
    }
}
