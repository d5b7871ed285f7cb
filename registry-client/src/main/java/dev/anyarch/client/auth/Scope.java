package dev.anyarch.client.auth;

import dev.anyarch.model.reference.RepositoryName;

/**
 * What a token is to allow, in the form of the token protocol: {@code repository:library/alpine:pull,push}.
 *
 * @param value the whole text
 */
public record Scope(String value) {
    public static final Scope CATALOG = new Scope("registry:catalog:*");

    public static Scope pull(RepositoryName repository) {
        return new Scope("repository:" + repository + ":pull");
    }

    public static Scope push(RepositoryName repository) {
        return new Scope("repository:" + repository + ":pull,push");
    }

    public static Scope delete(RepositoryName repository) {
        return new Scope("repository:" + repository + ":delete,pull");
    }

    @Override
    public String toString() {
        return value;
    }
}
