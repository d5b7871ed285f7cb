package dev.anyarch.client.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    Challenge {
        scheme = scheme.toLowerCase(Locale.ROOT);
        parameters = Map.copyOf(parameters);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** All challenges of all headers in their order; what is malformed ends the reading of its header. */
    static List<Challenge> parseAll(List<String> headers) {
        return headers.stream().flatMap(header -> new ChallengeReader(header).readAll().stream()).toList();
    }

    /** The one we answer: Bearer when there is one with a realm, else Basic. */
    static Optional<Challenge> choose(List<Challenge> challenges) {
        for (Challenge challenge : challenges) {
            if (challenge.scheme.equals("bearer") && challenge.parameters.containsKey("realm")) {
                return Optional.of(challenge);
            }
        }
        return challenges.stream().filter(challenge -> challenge.scheme.equals("basic")).findFirst();
    }

    @Override
    public String toString() {
        return scheme + " " + new TreeMap<>(parameters);
    }
}
