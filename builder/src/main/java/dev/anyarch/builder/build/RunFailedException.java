package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import java.io.IOException;
import java.util.List;

/** The command of a RUN ended with something other than 0. */
public final class RunFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String marked;
    private final transient List<String> lastLines;

    RunFailedException(SourceLocation at, String command, int code, String explanation, List<String> lastLines) {
        super("%s: RUN %s: exit code %d%s".formatted(at, command, code, explanation));
        this.marked = at.marked();
        this.lastLines = List.copyOf(lastLines);
    }

    /** The line that it is about, to follow the message: see {@link SourceLocation#marked}. */
    public String marked() {
        return marked;
    }

    /** The end of what it printed. */
    public List<String> lastLines() {
        return lastLines;
    }
}
