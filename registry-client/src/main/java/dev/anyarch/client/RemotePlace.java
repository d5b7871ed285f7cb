package dev.anyarch.client;

import dev.anyarch.client.auth.Scope;
import dev.anyarch.client.config.Endpoint;
import dev.anyarch.client.http.HttpMethod;
import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.HttpUrl;

/** A repository at one registry: how its URLs are made, and whom to send them to. */
record RemotePlace(Endpoint endpoint, RegistryCaller caller) {

    /** {@code …/v2/NAME/SUFFIX}. */
    HttpUrl url(String suffix) {
        HttpUrl base = caller.base();
        return base.withTarget(base.target() + endpoint.repository() + "/" + suffix);
    }

    HttpRequest request(HttpMethod method, String suffix) {
        return HttpRequest.of(method, url(suffix));
    }

    Access pull() {
        return Access.of(endpoint.repository(), Scope.pull(endpoint.repository()));
    }

    Access push() {
        return Access.of(endpoint.repository(), Scope.push(endpoint.repository()));
    }

    Access delete() {
        return Access.of(endpoint.repository(), Scope.delete(endpoint.repository()));
    }

    @Override
    public String toString() {
        return endpoint.registry() + "/" + endpoint.repository();
    }
}
