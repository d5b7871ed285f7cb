package dev.anyarch.cli;

import java.io.Closeable;
import java.io.IOException;

/** What a command works with during one run: console, environment, and the places it opens. For one thread. */
final class Session implements Closeable {
    private final Environment environment;
    private final Console console;

    Session(Environment environment, Console console) {
        this.environment = environment;
        this.console = console;
    }

    Console console() {
        return console;
    }

    Environment environment() {
        return environment;
    }

    @Override
    public void close() throws IOException {}
}
