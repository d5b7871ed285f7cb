package dev.anyarch.cli;

import java.io.IOException;

/** One command. Made for one run; its options are constants of its class. */
interface Command {

    CommandSpec spec();

    /** Whether it moves no content and is over after a few short answers. */
    default boolean asksOnly() {
        return false;
    }

    /** What a failure becomes that would usually be told as {@code usual}. */
    default ExitCode failure(ExitCode usual) {
        return usual;
    }

    /**
     * Does it.
     *
     * @return the exit code when nothing was thrown
     * @throws IOException and everything else that {@link Failure} knows
     */
    ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException;
}
