package dev.anyarch.client.config;

import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import java.util.Locale;

/**
 * A repository at one place, after mirrors and rewriting.
 *
 * @param registry whose credentials and settings count
 * @param digestsOnly whether this place is not to be asked for tags
 */
public record Endpoint(RegistryName registry, RepositoryName repository, TlsMode tls, boolean digestsOnly) {

    /** {@code http[s]://HOST[:PORT]/v2/}. */
    public HttpUrl base() {
        return base(registry, tls);
    }

    /** Where a registry is found; Docker Hub's name is not that of its host. */
    public static HttpUrl base(RegistryName registry, TlsMode tls) {
        String authority = registry.equals(RegistryName.DOCKER_HUB)
                ? RegistryHost.DOCKER_HUB
                : registry.value();
        return HttpUrl.ofAuthority(tls != TlsMode.PLAIN, authority.toLowerCase(Locale.ROOT), "/v2/");
    }
}
