package dev.anyarch.client.auth;

import dev.anyarch.client.http.BasicAuthorization;
import dev.anyarch.client.http.HttpClient;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers the challenges of one registry and remembers what it learned: which kind of authorisation it wants, and the
 * tokens by their scopes until they expire. Safe for use by several threads; of several that need the same token one
 * fetches it.
 */
public final class Authorizer {
    private final RegistryName registry;
    private final CredentialLookup credentials;
    private final TokenServer tokenServer;
    private final Clock clock;
    private final Map<List<Scope>, Token> tokens = new ConcurrentHashMap<>();
    private volatile Optional<Challenge> known = Optional.empty();

    public Authorizer(RegistryName registry, CredentialLookup credentials, HttpClient http, Clock clock) {
        this.registry = registry;
        this.credentials = credentials;
        this.tokenServer = new TokenServer(http, clock);
        this.clock = clock;
    }

    /**
     * What a request is for: decides on credentials and on what a token has to allow.
     *
     * @param request method and URL, for messages
     */
    public record Purpose(String request, HttpUrl url, Optional<RepositoryName> repository, List<Scope> scopes) {
        public Purpose {
            scopes = List.copyOf(scopes);
        }
    }

    /** The {@code Authorization} to send, as far as earlier challenges tell; empty before the first one. */
    public Optional<String> authorization(Purpose purpose) throws IOException {
        Optional<Challenge> challenge = known;
        return challenge.isPresent() ? Optional.of(authorization(challenge.get(), purpose)) : Optional.empty();
    }

    /**
     * The {@code Authorization} with which to repeat a request that was answered with 401.
     *
     * @param sent what the request had, if anything; it is not tried again
     * @throws DeniedException when the registry asks for what we do not have
     */
    public String answer(HttpResponse unauthorized, Purpose purpose, Optional<String> sent) throws IOException {
        Challenge challenge = Challenge.choose(Challenge.parseAll(unauthorized.headers().all("WWW-Authenticate")))
                .orElseThrow(() -> new DeniedException(
                        "%s: 401: expected a Basic or Bearer challenge, found none".formatted(purpose.request())));
        known = Optional.of(challenge);
        Purpose wanted = purpose;
        if (sent.isPresent()) {
            sent.ifPresent(value -> tokens.values().removeIf(token -> value.equals("Bearer " + token.value())));
            wanted = widen(purpose, challenge);
        }
        String authorization = authorization(challenge, wanted);
        if (sent.isPresent() && sent.get().equals(authorization)) {
            throw new DeniedException("%s: 401: %s refused%s".formatted(purpose.request(),
                    credential(purpose).map(Object::toString).orElse("anonymous access was"),
                    advice(purpose.repository())));
        }
        return authorization;
    }

    /** What whoever is refused can do about it; to be appended to a message. */
    public String advice(Optional<RepositoryName> repository) throws IOException {
        Optional<Credential> credential = credentials.find(registry, repository);
        return credential.isPresent()
                ? "; as %s this is not allowed: ask for permission, or be someone else with: anyarch login %s"
                        .formatted(credential.get(), registry)
                : "; nobody is logged in: anyarch login %s".formatted(registry);
    }

    private String authorization(Challenge challenge, Purpose purpose) throws IOException {
        Optional<Credential> credential = credential(purpose);
        if (credential.orElse(null) instanceof Credential.RegistryToken(String secret)) {
            return "Bearer " + secret;
        }
        if (challenge.scheme().equals("bearer")) {
            return "Bearer " + token(challenge, purpose, credential).value();
        }
        return switch (credential.orElse(null)) {
            case Credential.Password(String user, String secret) -> BasicAuthorization.of(user, secret);
            case null -> throw new DeniedException("%s: 401: expected credentials, found none%s"
                    .formatted(purpose.request(), advice(purpose.repository())));
            case Credential.IdentityToken _,Credential.RegistryToken _ -> throw new DeniedException(
                    "%s: 401: expected user and password, found a token; anyarch login %s"
                            .formatted(purpose.request(), registry));
        };
    }

    private Token token(Challenge challenge, Purpose purpose, Optional<Credential> credential) throws IOException {
        Token present = tokens.get(purpose.scopes());
        if (present != null && clock.instant().isBefore(present.expires())) {
            return present;
        }
        synchronized (this) {
            present = tokens.get(purpose.scopes());
            if (present == null || !clock.instant().isBefore(present.expires())) {
                present = fetchToken(challenge, purpose, credential);
                tokens.put(purpose.scopes(), present);
            }
            return present;
        }
    }

    private Token fetchToken(Challenge challenge, Purpose purpose, Optional<Credential> credential)
            throws IOException {
        HttpUrl realm = TokenServer.realm(purpose.url(), challenge);
        try {
            return tokenServer.fetch(realm, challenge, credential, purpose.scopes());
        } catch (DeniedException e) {
            throw new DeniedException("%s: no token for it: %s%s".formatted(purpose.request(), e.getMessage(),
                    advice(purpose.repository())), e);
        } catch (NotFoundException e) {
            // what is not found is the token server, not the image
            throw new UnavailableException("%s: no token for it: %s".formatted(purpose.request(), e.getMessage()), e);
        }
    }

    private Optional<Credential> credential(Purpose purpose) throws IOException {
        return credentials.find(registry, purpose.repository());
    }

    /** The registry wanted more than we asked for, such as a scope of its own for deleting. */
    private static Purpose widen(Purpose purpose, Challenge challenge) {
        List<Scope> scopes = new ArrayList<>(purpose.scopes());
        for (String scope : challenge.parameter("scope").orElse("").split(" ", -1)) {
            if (!scope.isEmpty() && !scopes.contains(new Scope(scope))) {
                scopes.add(new Scope(scope));
            }
        }
        return new Purpose(purpose.request(), purpose.url(), purpose.repository(), scopes);
    }
}
