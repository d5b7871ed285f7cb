package dev.anyarch.client.auth;

import dev.anyarch.client.http.BasicAuthorization;
import dev.anyarch.client.http.FailedAnswer;
import dev.anyarch.client.http.HttpClient;
import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpResponse;
import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.RequestBody;
import dev.anyarch.store.DeniedException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Fetches tokens from the server that a Bearer challenge names (distribution's token authentication specification):
 * by {@code GET} with Basic credentials or none, and by an OAuth 2 {@code POST} for refresh tokens.
 */
final class TokenServer {
    private static final int MAX_ANSWER = 1024 * 1024;

    private final HttpClient http;
    private final Clock clock;

    TokenServer(HttpClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * @param realm where the token server is, as {@link #realm} says
     */
    Token fetch(HttpUrl realm, Challenge challenge, Optional<Credential> credential, List<Scope> scopes)
            throws IOException {
        Optional<String> service = challenge.parameter("service");
        HttpRequest request = switch (credential.orElse(null)) {
            case null -> byGet(realm, service, scopes);
            case Credential.Password password -> byGet(realm.withParameter("account", password.user()), service,
                    scopes).with("Authorization", BasicAuthorization.of(password.user(), password.secret()));
            case Credential.IdentityToken token -> byRefreshToken(realm, service, scopes, token);
            case Credential.RegistryToken _ -> throw new IllegalArgumentException(
                    "a registry token is not exchanged for another one");
        };
        try (HttpResponse response = http.send(request)) {
            if (response.status() != 200) {
                throw FailedAnswer.read(request, response, clock).exception();
            }
            return Token.read(response.readUpTo(MAX_ANSWER), request.toString(), clock.instant());
        }
    }

    /**
     * Where the token server of a challenge is.
     *
     * @param registry whose challenge it is: decides which realms are trusted with credentials
     */
    static HttpUrl realm(HttpUrl registry, Challenge challenge) throws DeniedException {
        String text = challenge.parameter("realm").orElse("");
        HttpUrl realm;
        try {
            realm = HttpUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DeniedException("%s: names a token server that is no URL: %s".formatted(registry,
                    e.getMessage()), e);
        }
        if (registry.secure() && !realm.secure() && !realm.isLoopback()) {
            throw new DeniedException(
                    "%s: refused to send credentials to its token server %s: expected https, found http"
                            .formatted(registry, realm));
        }
        return realm;
    }

    private static HttpRequest byGet(HttpUrl realm, Optional<String> service, List<Scope> scopes) {
        HttpUrl url = realm;
        if (service.isPresent()) {
            url = url.withParameter("service", service.get());
        }
        for (Scope scope : scopes) {
            url = url.withParameter("scope", scope.value());
        }
        return HttpRequest.get(url);
    }

    private static HttpRequest byRefreshToken(HttpUrl realm, Optional<String> service, List<Scope> scopes,
            Credential.IdentityToken token) {
        StringBuilder form = new StringBuilder("grant_type=refresh_token&client_id=anyarch&refresh_token=")
                .append(encode(token.secret()));
        service.ifPresent(name -> form.append("&service=").append(encode(name)));
        if (!scopes.isEmpty()) {
            form.append("&scope=").append(encode(String.join(" ", scopes.stream().map(Scope::value).toList())));
        }
        return HttpRequest.of(HttpMethod.POST, realm)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .withBody(RequestBody.of(form.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
