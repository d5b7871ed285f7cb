package dev.anyarch.cli;

import java.util.List;

/**
 * How a build stands at one moment: all that a picture of it shows.
 *
 * @param nanos since the build began
 * @param done steps that are done, found ones included
 * @param cached steps that were found done
 * @param rows a stage for one platform each, those of a platform together, otherwise in the order in which they began
 * @param transfers what goes over the network, such as {@code pulling 3.0 MB of 12.0 MB, 1.0 MB/s, 9 s left}
 */
record BoardState(long nanos, int done, int cached, List<Row> rows, List<String> transfers) {

    BoardState {
        rows = List.copyOf(rows);
        transfers = List.copyOf(transfers);
    }

    enum Status {
        RUNNING, CACHED,
        /** The step is, and the next one has not begun. */
        STEP_DONE,
        /** The whole stage is. */
        DONE, FAILED
    }

    /**
     * A stage for one platform.
     *
     * @param name of target, if there are several, platform and stage
     * @param number of the current step
     * @param text of the current step
     * @param nanos that the step takes so far; of a stage that is done, the stage
     * @param output the last lines of what a command printed, without controls
     */
    record Row(String name, int number, int total, String text, Status status, long nanos, List<String> output) {
        Row {
            output = List.copyOf(output);
        }
    }
}
