package dev.anyarch.client.http;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An answer that is no success, and the exception that says so: {@code METHOD URL: 404 Not Found: CODE: message} with the
 * registry's own code and message (OCI distribution-spec, "Error codes").
 *
 * @param code the first error's code; empty when the answer is not a registry's
 * @param text everything about the answer, for messages
 */
public record FailedAnswer(String request, int status, String code, String text, RetryAfter retryAfter) {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_TEXT = 400;
    /** Codes by which a registry says that the content, not the request, is at fault. */
    private static final Set<String> CONTENT_CODES = Set.of("DIGEST_INVALID", "SIZE_INVALID", "MANIFEST_INVALID",
            "MANIFEST_BLOB_UNKNOWN", "MANIFEST_UNVERIFIED", "NAME_INVALID", "TAG_INVALID", "BLOB_UPLOAD_INVALID");

    /** Reads and closes the answer. */
    public static FailedAnswer read(HttpRequest request, HttpResponse response, Clock clock) {
        String code = "";
        String detail = "";
        try (response) {
            byte[] body = response.readUpTo(MAX_BODY);
            String type = response.header("Content-Type").orElse("");
            if (body.length > 0 && body[0] == '{') {
                Optional<JsonFields> error = firstError(body);
                code = error.isPresent() ? error.get().stringOrEmpty("code") : "";
                detail = error.isPresent() ? message(error.get()) : "";
            } else if (body.length > 0 && type.contains("html")) {
                detail = "(a web page, not the answer of a registry)";
            } else if (body.length > 0 && (type.isEmpty() || type.startsWith("text/"))) {
                detail = new String(body, 0, Math.min(body.length, MAX_TEXT), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            detail = "(its text broke off: %s)".formatted(e.getMessage());
        }
        StringBuilder text = new StringBuilder().append(response.status());
        for (String part : List.of(code.isEmpty() ? response.reason() : response.reason() + ": " + code, detail)) {
            if (!part.isBlank()) {
                text.append(text.length() < 4 || part.startsWith("(") ? " " : ": ").append(oneLine(part));
            }
        }
        return new FailedAnswer(request.toString(), response.status(), code, text.toString(),
                RetryAfter.of(response.header("Retry-After"), clock));
    }

    /** The exception of the seam for this answer. */
    public IOException exception() {
        String message = request + ": " + text;
        if (status == 429) {
            return new RateLimitedException(
                    retryAfter.at().map(at -> message + "; try again at " + wholeSecond(at)).orElse(message),
                    retryAfter.at());
        }
        return switch (status) {
            case 401, 403 -> new DeniedException(message);
            case 404 -> CONTENT_CODES.contains(code)
                    ? new InvalidContentException(message)
                    : new NotFoundException(message);
            case 405 -> new DeniedException(message + "; this registry does not allow it");
            case 412 -> new PreconditionFailedException(message);
            case 413 -> new InvalidContentException(message);
            default -> CONTENT_CODES.contains(code)
                    ? new InvalidContentException(message)
                    : code.equals("DENIED") ? new DeniedException(message) : new UnavailableException(message);
        };
    }

    private static Instant wholeSecond(Instant at) {
        Instant begun = at.truncatedTo(ChronoUnit.SECONDS);
        return begun.equals(at) ? at : begun.plusSeconds(1);
    }

    /** Whether it is about who asks. */
    public boolean isRefusal() {
        return status == 401 || status == 403;
    }

    /** Whether the same request may succeed later. */
    public boolean isPassing() {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** The message and, where there is one, what it is about: often the digest that is missing. */
    private static String message(JsonFields error) throws IOException {
        String message = error.stringOrEmpty("message");
        return switch (error.object().members().get("detail")) {
            case Json.Str(String detail) when !message.contains(detail) -> message + ": " + detail;
            case Json.Obj detail when !detail.members().isEmpty() ->
                message + ": " + new String(JsonWriter.compact(detail), StandardCharsets.UTF_8);
            case null, default -> message;
        };
    }

    private static Optional<JsonFields> firstError(byte[] body) {
        try {
            Json.Obj object = JsonReader.readObject(body, "error");
            JsonFields fields = new JsonFields(object, "error");
            if (fields.has("errors")) {
                List<JsonFields> errors = fields.objects("errors");
                return errors.isEmpty() ? Optional.empty() : Optional.of(errors.getFirst());
            }
            // token servers: {"details": "…"}, {"error": "…", "error_description": "…"}
            for (String name : List.of("error_description", "details", "message", "error")) {
                if (object.members().get(name) instanceof Json.Str message) {
                    return Optional.of(new JsonFields(Json.Obj.EMPTY.with("message", message), "error"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // a message is a courtesy: without it the status has to do
        }
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_TEXT); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString().strip();
    }
}
