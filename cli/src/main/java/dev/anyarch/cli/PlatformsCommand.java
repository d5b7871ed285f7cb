package dev.anyarch.cli;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.inspect.Inspector;
import java.io.IOException;
import java.util.List;

/** {@code anyarch platforms REF}. */
final class PlatformsCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("platforms", "REF", 1, 1, "list the platforms of an image", "",
                List.of(GlobalOptions.OUTPUT));
    }

    @Override
    public boolean asksOnly() {
        return true;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        boolean json = GlobalOptions.isJson(arguments);
        Found found = session.places().find(Place.parse(arguments.operand(0)));
        List<Inspector.PlatformEntry> entries = new Inspector(GraphLimits.DEFAULT,
                CopySettings.DEFAULT.parallelism()).platforms(found.source(), found.root());
        if (json) {
            session.console()
                    .print(JsonWriter.indented(
                            new Json.Arr(entries.stream().<Json>map(PlatformsCommand::toJson).toList()), "  "));
        } else {
            entries.forEach(entry -> session.console().print(entry.platform().toString()));
        }
        return ExitCode.OK;
    }

    private static Json toJson(Inspector.PlatformEntry entry) {
        return new JsonBuilder().put("platform", entry.platform().toString())
                .put("digest", entry.entry().digest().toString())
                .build();
    }
}
