package dev.anyarch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code anyarch quickstart}: the whole story on this machine, without network, daemon or privileges. */
final class QuickstartCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("quickstart", "", 0, 0,
                "build, publish, inspect and run the example for seven architectures", """
                    Needs no network, no Docker and no emulator. Starts a registry on loopback for as long as it
                    takes; what was pushed stays in the directory 'quickstart' of the local store.""", List.of());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Path example = session.environment().installation().resolve("examples/hello");
        if (!Files.isRegularFile(example.resolve("Dockerfile"))) {
            throw new CannotException("expected the example in %s, which is not there; run ./anyarch from a clone"
                    .formatted(example));
        }
        try (Quickstart quickstart = Quickstart.start(session, example)) {
            quickstart.run();
        }
        return ExitCode.OK;
    }
}
