package dev.anyarch.store.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.Digest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The contexts that {@code docker context} keeps.
 *
 * @param directory of Docker's configuration
 */
record DockerContexts(Path directory) {
    /** The context that stands for no context. */
    private static final String DEFAULT = "default";

    static Path directory(Map<String, String> variables, Path home) {
        String configured = variables.getOrDefault("DOCKER_CONFIG", "");
        return configured.isEmpty() ? home.resolve(".docker") : Path.of(configured);
    }

    /** Where the engine of context {@code named}, else of the current one, is; empty when that is the default. */
    Optional<EngineEndpoint> current(Optional<String> named) throws IOException {
        Optional<String> name = (named.isPresent() ? named : configured()).filter(one -> !one.equals(DEFAULT));
        return name.isPresent() ? Optional.of(endpoint(name.get())) : Optional.empty();
    }

    private Optional<String> configured() throws IOException {
        Path file = directory.resolve("config.json");
        return Files.isRegularFile(file)
                ? read(file).string("currentContext").filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    private EngineEndpoint endpoint(String name) throws IOException {
        String id = Digest.sha256(name.getBytes(UTF_8)).encoded();
        Path file = directory.resolve("contexts/meta").resolve(id).resolve("meta.json");
        if (!Files.isRegularFile(file)) {
            throw new NoEngineException(
                    "docker context '%s': expected %s, found no such file; 'docker context ls' lists those that are there, DOCKER_CONTEXT=default is this machine's engine"
                            .formatted(name, file));
        }
        Optional<JsonFields> endpoints = read(file).object("Endpoints");
        Optional<JsonFields> docker = endpoints.isPresent() ? endpoints.get().object("docker") : Optional.empty();
        String host = docker.isPresent() ? docker.get().stringOrEmpty("Host") : "";
        if (host.isEmpty()) {
            throw new NoEngineException(
                    "docker context '%s': expected an endpoint 'docker' with a host in %s".formatted(name,
                            file));
        }
        boolean isUnverified = docker.get()
                .object()
                .find("SkipTLSVerify")
                .filter(Json.of(true)::equals)
                .isPresent();
        Path keys = directory.resolve("contexts/tls").resolve(id).resolve("docker");
        return EngineAddress.parse("docker context '%s'".formatted(name), host,
                Files.isDirectory(keys) ? Optional.of(new EngineTls(!isUnverified, keys)) : Optional.empty());
    }

    private static JsonFields read(Path file) throws IOException {
        return new JsonFields(JsonReader.readObject(Files.readAllBytes(file), file.toString()), file.toString());
    }
}
