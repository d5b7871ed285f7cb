package dev.anyarch.client.config;

import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.auth.CredentialFiles;
import dev.anyarch.client.auth.CredentialLookup;
import dev.anyarch.client.http.HttpSettings;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.ProxySettings;
import dev.anyarch.client.http.RetryPolicy;
import dev.anyarch.client.http.Timeouts;
import dev.anyarch.client.http.TlsSettings;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a registry client takes from its surroundings; a value, so that a client never looks around by itself.
 *
 * @param hosts what our own configuration says about registries, by name
 * @param rules what {@code registries.conf} says
 * @param certificates where certificates are looked for
 */
public record ClientSettings(Map<RegistryName, HostSettings> hosts, RegistryRules rules,
        CertificateDirectories certificates, CredentialLookup credentials, ProxySettings proxies, Timeouts timeouts,
        RetryPolicy retries) {
    /** Nothing configured, nobody known. */
    public static final ClientSettings DEFAULT = new ClientSettings(Map.of(), RegistryRules.NONE,
            CertificateDirectories.NONE, (registry, repository) -> Optional.empty(), ProxySettings.NONE,
            Timeouts.DEFAULT, RetryPolicy.DEFAULT);

    public ClientSettings {
        hosts = Map.copyOf(hosts);
    }

    /**
     * Reads what is configured for this person on this machine.
     *
     * @throws dev.anyarch.model.InvalidContentException when a file has something that is not understood; with its line
     */
    public static ClientSettings load(Map<String, String> environment, Path home) throws IOException {
        return load(environment, home, Path.of("/etc"));
    }

    static ClientSettings load(Map<String, String> environment, Path home, Path etc) throws IOException {
        Path configHome = directory(environment, "XDG_CONFIG_HOME").orElse(home.resolve(".config"));
        Path file = directory(environment, "ANYARCH_CONFIG").orElse(configHome.resolve("anyarch/config.yaml"));
        return new ClientSettings(Files.exists(file) ? ConfigFile.read(file) : Map.of(),
                RegistryRules.locate(environment, configHome, etc),
                CertificateDirectories.locate(configHome, etc), CredentialFiles.locate(environment, home),
                ProxySettings.fromEnvironment(environment), Timeouts.DEFAULT, RetryPolicy.DEFAULT);
    }

    /** These settings with a credential that goes before all configured ones. */
    public ClientSettings withCredential(RegistryName registry, Credential credential) {
        CredentialLookup others = credentials;
        return new ClientSettings(hosts, rules, certificates,
                (wanted, repository) -> wanted.equals(registry)
                        ? Optional.of(credential)
                        : others.find(wanted, repository),
                proxies, timeouts, retries);
    }

    public ClientSettings withHost(RegistryName registry, HostSettings settings) {
        Map<RegistryName, HostSettings> changed = new HashMap<>(hosts);
        changed.put(registry, settings);
        return new ClientSettings(changed, rules, certificates, credentials, proxies, timeouts, retries);
    }

    /** These settings with another way to speak to one registry, as an option of a command may ask for. */
    public ClientSettings withTls(RegistryName registry, TlsMode mode) {
        return withHost(registry, host(registry).withTls(mode));
    }

    public ClientSettings withRetries(RetryPolicy policy) {
        return new ClientSettings(hosts, rules, certificates, credentials, proxies, timeouts, policy);
    }

    public ClientSettings withTimeouts(Timeouts newTimeouts) {
        return new ClientSettings(hosts, rules, certificates, credentials, proxies, newTimeouts, retries);
    }

    /** How the registry itself is spoken to. */
    public TlsMode tlsMode(RegistryName registry) {
        return host(registry).tls()
                .or(() -> rules.tlsMode(registry))
                .orElse(registry.isLoopback() ? TlsMode.PLAIN : TlsMode.VERIFY);
    }

    /**
     * Where a repository is found.
     *
     * @throws DeniedException when {@code registries.conf} blocks it
     */
    public Route route(RegistryName registry, RepositoryName repository) throws DeniedException {
        List<Endpoint> mirrors = new ArrayList<>();
        for (Mirror mirror : host(registry).mirrors()) {
            mirrors.add(new Endpoint(mirror.registry(), new RepositoryName(mirror.prefix() + repository),
                    mirrorMode(mirror), mirror.digestsOnly()));
        }
        Optional<RegistryRules.Rule> rule = rules.find(registry, repository);
        Endpoint origin = new Endpoint(registry, repository, tlsMode(registry), false);
        if (rule.isPresent()) {
            if (rule.get().blocked()) {
                throw new DeniedException("%s/%s: blocked by %s".formatted(registry, repository, rule.get().source()));
            }
            for (Mirror mirror : rule.get().mirrors()) {
                mirrors.add(rule.get().at(mirror, registry, repository, mirrorMode(mirror)));
            }
            if (rule.get().location().isPresent()) {
                Mirror location = rule.get().location().get();
                origin = rule.get().at(location, registry, repository, mirrorMode(location));
            }
        }
        return new Route(mirrors, origin);
    }

    /** What the HTTP client needs of this. */
    public HttpSettings http() {
        return new HttpSettings(this::tlsSettings, proxies, timeouts, "anyarch", true);
    }

    private TlsMode mirrorMode(Mirror mirror) {
        // An https:// in the address of a mirror says nothing about verification: its host's settings do.
        TlsMode configured = tlsMode(mirror.registry());
        Optional<TlsMode> written = mirror.tls();
        if (written.isEmpty()) {
            return configured;
        }
        return written.get() == TlsMode.VERIFY && configured != TlsMode.PLAIN ? configured : written.get();
    }

    private TlsSettings tlsSettings(HttpUrl url) {
        TlsSettings settings = TlsSettings.VERIFY;
        for (String name : RegistryHost.namesOf(url)) {
            RegistryName registry = new RegistryName(name);
            HostSettings host = host(registry);
            TlsMode mode = host.tls().or(() -> rules.tlsMode(registry)).orElse(TlsMode.VERIFY);
            if (mode == TlsMode.INSECURE || mode == TlsMode.INSECURE_OR_PLAIN) {
                settings = new TlsSettings(false, settings.authorities(), settings.identity());
            }
            if (host.authority().isPresent()) {
                settings = new TlsSettings(settings.verify(), List.of(host.authority().get()), settings.identity());
            }
        }
        return certificates.addTo(settings, url);
    }

    private HostSettings host(RegistryName registry) {
        return hosts.getOrDefault(registry, HostSettings.NONE);
    }

    private static Optional<Path> directory(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
    }
}
