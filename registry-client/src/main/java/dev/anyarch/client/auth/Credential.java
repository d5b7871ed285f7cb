package dev.anyarch.client.auth;

/** What proves to a registry who we are. The secret is never part of the text form. */
public sealed interface Credential {

    /** The secret itself, for whoever stores or sends it. */
    String secret();

    /** A user name with a password or an access token. */
    record Password(String user, String secret) implements Credential {
        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /** A refresh token, which a token server exchanges for access tokens. */
    record IdentityToken(String secret) implements Credential {
        @Override
        public String toString() {
            return "an identity token";
        }
    }

    /** A bearer token for the registry itself, sent as it is. */
    record RegistryToken(String secret) implements Credential {
        @Override
        public String toString() {
            return "a registry token";
        }
    }
}
