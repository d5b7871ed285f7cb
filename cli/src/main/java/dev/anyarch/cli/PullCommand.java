package dev.anyarch.cli;

import dev.anyarch.model.reference.Reference;
import dev.anyarch.operations.copy.SubsetMode;
import java.io.IOException;
import java.util.List;

/** {@code anyarch pull REF}: registry to local store. */
final class PullCommand implements Command {
    private static final Option PLATFORM = Option.values("--platform", "P,…",
            "only these platforms, under a new index (default all)");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("pull", "REF", 1, 1, "fetch an image into the local store, with all its platforms",
                "Prints the digest.", List.of(PLATFORM));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Reference reference = Place.reference(arguments.operand(0));
        new Transfer(session, "pulling", Platforms.choice(arguments.separatedValues(PLATFORM)), SubsetMode.REWRITE,
                false)
                .run(new Place.InRegistry(reference), new Place.InStore(reference), false);
        return ExitCode.OK;
    }
}
