package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a terminal for a program where no OCI runtime does: with {@code script}, which passes on keys, output and size. */
final class TerminalRelay {
    private static final String FILE = "start";

    private TerminalRelay() {}

    /**
     * The same process at a terminal.
     *
     * @param directory for a file that says what is to be started, which {@code script} takes as one line only
     */
    static Starter.Start around(SearchPath path, Starter.Start start, Path directory, Streams streams)
            throws IOException, InterruptedException {
        Optional<WindowSize> size = streams == Streams.DISPLAY ? CallerTerminal.size(path) : Optional.empty();
        Path file = Files.createFile(directory.resolve(FILE).toAbsolutePath(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text(start, size));
        List<String> command = new ArrayList<>(
                List.of(path.require("setpriv", "util-linux").toString(), "--pdeathsig", "KILL"));
        if (streams == Streams.DISPLAY) {
            // the caller's Ctrl-C is for this process alone, which passes it on
            command.add(path.require("setsid", "util-linux").toString());
        }
        command.addAll(List.of(path.require("script", "bsdutils").toString(), "--quiet", "--return", "--command",
                ". " + ShellWord.quoted(file.toString()), "/dev/null"));
        Map<String, String> environment = new LinkedHashMap<>(ContainerHost.environment());
        environment.put("SHELL", "/bin/sh");
        return new Starter.Start(command, environment, start.directory(), Secret.NONE, start.generation() + 1,
                Starter.Start.KILL, false, start.isTraced());
    }

    private static String text(Starter.Start start, Optional<WindowSize> size) {
        StringBuilder text = new StringBuilder();
        size.ifPresent(known -> text.append("stty rows %d cols %d%n".formatted(known.rows(), known.columns())));
        text.append("exec env -i");
        start.environment().forEach((name, value) -> text.append(' ').append(ShellWord.quoted(name + "=" + value)));
        start.command().forEach(word -> text.append(' ').append(ShellWord.quoted(word)));
        return text.append('\n').toString();
    }
}
