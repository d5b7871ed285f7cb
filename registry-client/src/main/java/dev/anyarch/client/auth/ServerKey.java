package dev.anyarch.client.auth;

import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names under which credential files and helpers know a registry. */
final class ServerKey {
    /** Docker Hub's, from the days of the first protocol; helpers know no other. */
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";
    private static final Set<String> DOCKER_HUB_HOSTS = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private ServerKey() {}

    /** The name that Docker writes. */
    static String of(RegistryName registry) {
        return isDockerHub(registry) ? DOCKER_HUB : registry.value();
    }

    /** Normal forms to look for, most specific first: Podman has credentials for parts of a registry. */
    static List<String> candidates(RegistryName registry, Optional<RepositoryName> repository) {
        String host = isDockerHub(registry) ? RegistryName.DOCKER_HUB.value() : registry.value();
        List<String> candidates = new ArrayList<>();
        if (repository.isPresent()) {
            String path = repository.get().value();
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                candidates.add(host + "/" + path.substring(0, end));
            }
        }
        candidates.add(host);
        return candidates;
    }

    /** A key of a file in normal form: without scheme and protocol version, and one name for Docker Hub. */
    static String normalize(String key) {
        int scheme = key.indexOf("://");
        String rest = scheme < 0 ? key : key.substring(scheme + 3);
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        boolean namespaced = scheme < 0 && !Set.of("/", "/v1", "/v1/", "/v2", "/v2/").contains(path);
        return (DOCKER_HUB_HOSTS.contains(host) ? RegistryName.DOCKER_HUB.value() : host) + (namespaced ? path : "");
    }

    private static boolean isDockerHub(RegistryName registry) {
        return DOCKER_HUB_HOSTS.contains(registry.value());
    }
}
