package dev.anyarch.client.auth;

import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files with credentials, in the order in which they are asked: {@code $ANYARCH_AUTH_FILE}, {@code $REGISTRY_AUTH_FILE},
 * Docker's, Podman's. Answers are kept, as a helper may take a second or ask a person. Safe for use by several threads.
 */
public final class CredentialFiles implements CredentialLookup {
    private final List<Path> paths;
    private final Map<String, String> environment;
    private final Map<String, Optional<Credential>> answers = new ConcurrentHashMap<>();

    CredentialFiles(List<Path> paths, Map<String, String> environment) {
        this.paths = List.copyOf(paths);
        this.environment = Map.copyOf(environment);
    }

    /** Where the files are according to the environment; nothing is read yet. */
    public static CredentialFiles locate(Map<String, String> environment, Path home) {
        List<Path> paths = new ArrayList<>();
        variable(environment, "ANYARCH_AUTH_FILE").ifPresent(paths::add);
        variable(environment, "REGISTRY_AUTH_FILE").ifPresent(paths::add);
        paths.add(dockerConfig(environment, home));
        variable(environment, "XDG_RUNTIME_DIR").ifPresent(directory -> paths.add(directory.resolve(
                "containers/auth.json")));
        paths.add(variable(environment, "XDG_CONFIG_HOME").orElse(home.resolve(".config"))
                .resolve("containers/auth.json"));
        return new CredentialFiles(paths, environment);
    }

    /** The file that {@code login} writes: {@code $ANYARCH_AUTH_FILE}, else Docker's. */
    public static DockerConfigFile forLogin(Map<String, String> environment, Path home) throws IOException {
        return DockerConfigFile.read(
                variable(environment, "ANYARCH_AUTH_FILE").orElse(dockerConfig(environment, home)), environment);
    }

    @Override
    public Optional<Credential> find(RegistryName registry, Optional<RepositoryName> repository) throws IOException {
        String key = registry + "/" + repository.map(RepositoryName::value).orElse("");
        Optional<Credential> kept = answers.get(key);
        if (kept != null) {
            return kept;
        }
        synchronized (this) {
            kept = answers.get(key);
            if (kept == null) {
                kept = ask(registry, repository);
                answers.put(key, kept);
            }
            return kept;
        }
    }

    private Optional<Credential> ask(RegistryName registry, Optional<RepositoryName> repository) throws IOException {
        for (Path path : paths) {
            Optional<Credential> found = DockerConfigFile.read(path, environment).find(registry, repository);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Path dockerConfig(Map<String, String> environment, Path home) {
        return variable(environment, "DOCKER_CONFIG").orElse(home.resolve(".docker")).resolve("config.json");
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }
}
