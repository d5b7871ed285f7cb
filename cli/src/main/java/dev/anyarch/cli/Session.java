package dev.anyarch.cli;

import java.io.Closeable;
import java.io.IOException;

/** What a command works with during one run: console, environment, and the places it opens. For one thread. */
final class Session implements Closeable {
    private final Environment environment;
    private final Console console;
    private final Places places;

    /**
     * A run.
     *
     * @param asksOnly whether registries are only asked, see {@link Command#asksOnly}
     */
    Session(Environment environment, Console console, boolean asksOnly) {
        this.environment = environment;
        this.console = console;
        this.places = new Places(environment, asksOnly);
    }

    Console console() {
        return console;
    }

    Environment environment() {
        return environment;
    }

    Places places() {
        return places;
    }

    @Override
    public void close() throws IOException {
        places.close();
    }
}
