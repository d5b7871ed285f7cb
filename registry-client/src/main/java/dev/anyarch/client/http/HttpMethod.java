package dev.anyarch.client.http;

/** The request methods of the distribution protocol. */
public enum HttpMethod {
    GET, HEAD, PUT, POST, PATCH, DELETE;

    /** Whether a redirect of this method is followed: only reading is repeated elsewhere. */
    boolean followsRedirects() {
        return this == GET || this == HEAD;
    }
}
