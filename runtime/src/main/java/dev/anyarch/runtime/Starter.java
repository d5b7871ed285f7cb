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
     * @param streams that the program has
     * @throws CannotExecuteException when what is asked for cannot be had in this way
     */
    Start prepare(RootFileSystem root, ContainerSpec spec, Streams streams) throws IOException, InterruptedException;

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
     * @param input what the process reads; nothing in most cases
     * @param generation how far below the process is what gets the signals for the program; 0 for itself
     * @param endSignal what ends it, with everything that it has started
     * @param hasConsole whether the child of who gets the signals sees its terminal as {@code /dev/console}
     * @param isTraced whether what gets the signals is a child of proot, which waits for all that it has started
     */
    record Start(List<String> command, Map<String, String> environment, Path directory, Secret input,
            int generation, int endSignal, boolean hasConsole, boolean isTraced) {
        static final int KILL = 9;
        static final int QUIT = 3;
    }
}
