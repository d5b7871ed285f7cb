package dev.anyarch.client.config;

import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.reference.RegistryName;
import java.util.ArrayList;
import java.util.List;

/** The names under which the host of a URL may be configured. */
final class RegistryHost {
    static final String DOCKER_HUB = "registry-1.docker.io";

    private RegistryHost() {}

    /** With its port first, then without, then as the registry whose host it is. */
    static List<String> namesOf(HttpUrl url) {
        List<String> names = new ArrayList<>();
        names.add(url.host() + ":" + url.port());
        if (url.authority().equals(url.host())) {
            names.add(url.host());
        }
        if (url.authority().equals(DOCKER_HUB)) {
            names.add(RegistryName.DOCKER_HUB.value());
        }
        return names;
    }
}
