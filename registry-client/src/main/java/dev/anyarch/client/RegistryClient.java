package dev.anyarch.client;

import dev.anyarch.client.auth.Authorizer;
import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.auth.CredentialLookup;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.client.config.Endpoint;
import dev.anyarch.client.config.Route;
import dev.anyarch.client.config.TlsMode;
import dev.anyarch.client.http.HttpClient;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpSettings;
import dev.anyarch.client.http.RetryPolicy;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Registries as configured: connections, tokens and what was learned about each are shared by all repositories. Safe for
 * use by several threads; closing it closes the connections.
 */
public final class RegistryClient implements Closeable {
    private final ClientSettings settings;
    private final HttpClient http;
    private final Map<CallerKey, RegistryCaller> callers = new ConcurrentHashMap<>();

    /** Mirrors are tried once, the registry itself as often as configured. */
    private record CallerKey(RegistryName registry, TlsMode tls, boolean mirror) {
        /** Written out, as the hash code is: those of a record are put together at run time, which takes 5 ms. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CallerKey key && registry.equals(key.registry) && tls == key.tls
                    && mirror == key.mirror;
        }

        @Override
        public int hashCode() {
            return registry.hashCode();
        }
    }

    public RegistryClient(ClientSettings settings) {
        this(settings, settings.http());
    }

    private RegistryClient(ClientSettings settings, HttpSettings http) {
        this.settings = settings;
        this.http = new HttpClient(http);
    }

    /** A client that begins sooner, but whose waiting for a registry only its time limits end and not an interrupt. */
    public static RegistryClient forQuestions(ClientSettings settings) {
        return new RegistryClient(settings, settings.http().withoutInterrupts());
    }

    /**
     * One repository; nothing is asked of the registry yet.
     *
     * @throws dev.anyarch.store.DeniedException when the configuration blocks it
     */
    public RemoteRepository repository(RegistryName registry, RepositoryName name) throws IOException {
        Route route = settings.route(registry, name);
        List<RemotePlace> mirrors = new ArrayList<>();
        for (Endpoint mirror : route.mirrors()) {
            mirrors.add(new RemotePlace(mirror, caller(mirror.registry(), mirror.tls(), true)));
        }
        Endpoint origin = route.origin();
        return new RemoteRepository(registry + "/" + name, mirrors,
                new RemotePlace(origin, caller(origin.registry(), origin.tls(), false)));
    }

    /** The repository of a reference. */
    public RemoteRepository repository(Reference reference) throws IOException {
        return repository(reference.registry(), reference.repository());
    }

    /**
     * Asks a registry whether it is one and knows us.
     *
     * @param credential to be used instead of the configured one, as at {@code login}
     * @throws dev.anyarch.store.DeniedException when it does not accept who we are
     * @throws UnavailableException when it is no registry
     */
    public void ping(RegistryName registry, Optional<Credential> credential) throws IOException {
        CredentialLookup lookup = credential.isPresent()
                ? (wanted, repository) -> credential
                : settings.credentials();
        RegistryCaller caller = newCaller(registry, settings.tlsMode(registry), settings.retries(), lookup);
        HttpRequest request = HttpRequest.get(caller.base());
        try {
            caller.call(request, Access.REGISTRY, Set.of(200)).close();
        } catch (NotFoundException e) {
            throw new UnavailableException("%s: expected a registry, found a server without this path (%s)"
                    .formatted(registry, e.getMessage()), e);
        }
    }

    /** The names of all repositories that the registry lists to us, in its order. */
    public List<RepositoryName> catalog(RegistryName registry) throws IOException {
        RegistryCaller caller = caller(registry, settings.tlsMode(registry), false);
        HttpRequest request = HttpRequest.get(caller.base()
                .withTarget(caller.base().target() + "_catalog")
                .withParameter("n", "1000"));
        List<RepositoryName> names = new ArrayList<>();
        for (JsonFields page : Pages.read(caller, request, Access.CATALOG)) {
            for (String name : page.strings("repositories")) {
                if (!RepositoryName.isValid(name)) {
                    throw new InvalidContentException("%s: expected a repository, found '%s'".formatted(page.subject(),
                            name));
                }
                names.add(new RepositoryName(name));
            }
        }
        return List.copyOf(names);
    }

    private RegistryCaller caller(RegistryName registry, TlsMode tls, boolean mirror) {
        RetryPolicy retries = settings.retries();
        RetryPolicy policy = mirror
                ? new RetryPolicy(1, retries.firstPause(), retries.longestPause(), retries.clock(), retries.sleeper(),
                        retries.random())
                : retries;
        return callers.computeIfAbsent(new CallerKey(registry, tls, mirror),
                key -> newCaller(registry, tls, policy, settings.credentials()));
    }

    private RegistryCaller newCaller(RegistryName registry, TlsMode tls, RetryPolicy retries, CredentialLookup lookup) {
        return new RegistryCaller(registry, tls, http, new Authorizer(registry, lookup, http, retries.clock()),
                retries);
    }

    @Override
    public void close() {
        http.close();
    }
}
