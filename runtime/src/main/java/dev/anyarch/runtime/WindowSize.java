package dev.anyarch.runtime;

import java.util.Optional;

/** How many characters fit on a terminal. */
record WindowSize(int rows, int columns) {

    /** Reads what {@code stty size} says; absent for a terminal that does not know. */
    static Optional<WindowSize> parse(String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length != 2 || !words[0].matches("[1-9]\\d{0,4}") || !words[1].matches("[1-9]\\d{0,4}")) {
            return Optional.empty();
        }
        return Optional.of(new WindowSize(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
    }
}
