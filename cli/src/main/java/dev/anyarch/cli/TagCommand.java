package dev.anyarch.cli;

import dev.anyarch.operations.copy.Copier;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopyRequest;
import dev.anyarch.operations.copy.CopySettings;
import java.io.IOException;
import java.util.List;

/** {@code anyarch tag REF NEW}: another name for an image of the local store. */
final class TagCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("tag", "REF NEW", 2, 2, "give an image of the local store another name", "",
                List.of());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Place from = new Place.InStore(Place.reference(arguments.operand(0)));
        Place to = new Place.InStore(Place.reference(arguments.operand(1)));
        Found found = session.places().find(from);
        Target target = session.places().target(to);
        new Copier(CopySettings.DEFAULT, CopyListener.NONE).copy(found.source(), target.store(),
                CopyRequest.of(found.root()).withTags(target.tags()).withMountFrom(Places.mountFrom(from, to)));
        return ExitCode.OK;
    }
}
