package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a rung of the ladder executes a program: what is started, and what its end means. */
sealed interface Starter permits OciStarter, ChrootStarter, ProotStarter {

    /**
     * Makes everything ready.
     *
     * @param isAttached whether the program has the standard streams of this process
     * @throws CannotExecuteException when what is asked for cannot be had in this way
     */
    Start prepare(RootFileSystem root, ContainerSpec spec, boolean isAttached) throws IOException, InterruptedException;

    /**
     * What a process that has ended tells.
     *
     * @param lastLines the end of what it printed
     * @throws CannotExecuteException when the program was not even started
     */
    ContainerExit conclude(RootFileSystem root, int code, List<String> lastLines) throws IOException;

    /**
     * A process.
     *
     * @param environment all of it
     * @param directory where it begins
     * @param receiver who gets the signals for the program
     * @param endSignal what ends it, with everything that it has started
     */
    record Start(List<String> command, Map<String, String> environment, Path directory, Receiver receiver,
            int endSignal) {
        static final int KILL = 9;
        static final int QUIT = 3;

        /** Where the program is. */
        enum Receiver {
            /** The process itself. */
            ITSELF,
            /** Its only child. */
            CHILD
        }
    }
}
