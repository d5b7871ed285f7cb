package dev.anyarch.server;

import java.util.List;

/** Why a request is not served, in the words of the protocol; becomes an error reply. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final int status;
    private final transient List<Header> headers;

    Refusal(ErrorCode code, String message) {
        this(code, code.status(), message, List.of());
    }

    Refusal(ErrorCode code, int status, String message) {
        this(code, status, message, List.of());
    }

    /**
     * @param headers that the client needs to go on: {@code Allow}, {@code Range}
     */
    Refusal(ErrorCode code, int status, String message, List<Header> headers) {
        // a refusal is an answer, not a defect: no stack trace
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.headers = List.copyOf(headers);
    }

    ErrorCode code() {
        return code;
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }
}
