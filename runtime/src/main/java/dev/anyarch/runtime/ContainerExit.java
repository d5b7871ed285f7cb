package dev.anyarch.runtime;

import java.util.List;
import java.util.Optional;

/**
 * How a program ended.
 *
 * @param code 127 or 126 when there was no such program, or none that this machine executes; its own otherwise,
 *        or 128 and the number of the signal that ended it
 * @param notStarted why it did not even begin
 * @param lastLines the end of what it printed
 */
public record ContainerExit(int code, Optional<String> notStarted, List<String> lastLines) {
    public ContainerExit {
        lastLines = List.copyOf(lastLines);
    }
}
