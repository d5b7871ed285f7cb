package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.store.Precondition;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** Conditional requests (RFC 9110 §13); the entity tag of all content is its digest in quotes. */
final class Conditions {
    private static final String WEAK = "W/";

    private Conditions() {}

    static String entityTag(Digest digest) {
        return '"' + digest.toString() + '"';
    }

    /** Whether the client has {@code entityTag} already. */
    static boolean isNotModified(MultiMap headers, CharSequence entityTag) {
        List<String> values = headers.getAll("If-None-Match");
        for (String value : values) {
            for (String candidate : value.split(",", -1)) {
                String text = candidate.strip();
                if (text.equals("*") || entityTag.toString().contentEquals(withoutWeakness(text))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String withoutWeakness(String text) {
        return text.startsWith(WEAK) ? text.substring(WEAK.length()) : text;
    }

    /**
     * What a write to tags requires of them: {@code If-None-Match: *} that they do not exist, {@code If-Match} with a digest
     * that they are still there.
     */
    static Precondition precondition(Request request) throws Refusal {
        Optional<String> ifMatch = request.header("If-Match");
        Optional<String> ifNoneMatch = request.header("If-None-Match");
        if (ifMatch.isPresent() && ifNoneMatch.isPresent()) {
            throw new Refusal(ErrorCode.UNSUPPORTED, 400, "expected one of If-Match and If-None-Match, found both");
        }
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().strip().equals("*")) {
                throw new Refusal(ErrorCode.UNSUPPORTED, 400,
                        "If-None-Match: expected * on a write, found %s".formatted(ifNoneMatch.get()));
            }
            return Precondition.TAG_ABSENT;
        }
        return ifMatch.isPresent() ? new Precondition.TagAt(digest(ifMatch.get())) : Precondition.NONE;
    }

    private static Digest digest(String entityTag) throws Refusal {
        String text = entityTag.strip();
        try {
            return Digest.parse(text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")
                    ? text.substring(1, text.length() - 1)
                    : text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.DIGEST_INVALID, 400,
                    "If-Match: expected one digest in quotes: " + e.getMessage());
        }
    }
}
