package dev.anyarch.cli;

import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.inspect.ImageInspection;
import dev.anyarch.operations.inspect.Inspector;
import java.io.IOException;
import java.util.List;

/** {@code anyarch inspect REF}. */
final class InspectCommand implements Command {
    private static final Option RAW = Option.flag("--raw", "the manifest itself, byte for byte");
    private static final Option REFERRERS = Option.flag("--referrers",
            "also what is attached to each image (one more request for each)");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("inspect", "REF", 1, 1, "show an image: platforms, digests, sizes, attestations", "",
                List.of(RAW, REFERRERS, GlobalOptions.OUTPUT));
    }

    @Override
    public boolean asksOnly() {
        return true;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean json = GlobalOptions.isJson(arguments);
        Found found = session.places().find(Place.parse(arguments.operand(0)));
        if (arguments.has(RAW)) {
            session.console().printExactly(found.source().fetchManifest(found.root().digest()).bytes());
            return ExitCode.OK;
        }
        ImageInspection inspection = new Inspector(GraphLimits.DEFAULT, CopySettings.DEFAULT.parallelism(),
                arguments.has(REFERRERS)).inspect(found.place().toString(), found.source(), found.root());
        if (json) {
            session.console().print(JsonWriter.indented(inspection.toJson(), "  "));
        } else {
            session.console().printText(inspection.toText().stripTrailing());
        }
        return ExitCode.OK;
    }
}
