package dev.anyarch.server;

import java.util.Optional;

/**
 * Which part of a list is asked for: at most {@code limit} entries after {@code last}.
 *
 * @param limit what was asked for, or {@link #MAX} when that is less
 */
record Page(int limit, Optional<String> last) {
    /** A longer list is told in several answers, each with a {@code Link} to the next. */
    static final int MAX = 10_000;

    static Page parse(Query query) throws Refusal {
        Optional<String> n = query.find("n");
        return new Page(n.isPresent() ? limit(n.get()) : MAX, query.find("last").filter(text -> !text.isEmpty()));
    }

    private static int limit(String text) throws Refusal {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(ErrorCode.PAGINATION_NUMBER_INVALID,
                    "parameter 'n': expected a whole number of at least 0, found '%s'".formatted(text));
        }
        // more digits than an int holds are more than the largest page
        return text.length() > 9 ? MAX : Math.min(MAX, Integer.parseInt(text));
    }
}
