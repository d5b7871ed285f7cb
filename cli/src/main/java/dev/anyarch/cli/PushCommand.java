package dev.anyarch.cli;

import dev.anyarch.model.reference.Reference;
import java.io.IOException;
import java.util.List;

/** {@code anyarch push REF}: local store to registry. */
final class PushCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("push", "REF", 1, 1, "send an image of the local store to its registry",
                "Prints the digest.", List.of(GlobalOptions.DRY_RUN));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Reference reference = Place.reference(arguments.operand(0));
        Transfer transfer = Transfer.whole(session, "pushing");
        if (arguments.has(GlobalOptions.DRY_RUN)) {
            transfer.explain(new Place.InStore(reference), new Place.InRegistry(reference));
        } else {
            transfer.run(new Place.InStore(reference), new Place.InRegistry(reference), false);
        }
        return ExitCode.OK;
    }
}
