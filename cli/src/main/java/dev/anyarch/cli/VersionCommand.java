package dev.anyarch.cli;

import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.List;

/** {@code anyarch version}. */
final class VersionCommand implements Command {
    static final String VERSION = "0.1.0";

    @Override
    public CommandSpec spec() {
        return new CommandSpec("version", "", 0, 0, "tell the version of anyarch and of its Java", "",
                List.of(GlobalOptions.OUTPUT));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws UsageException {
        String java = Runtime.version().toString();
        String platform = Host.platform().toString();
        session.console()
                .print(GlobalOptions.isJson(arguments)
                        ? JsonWriter.indented(new JsonBuilder().put("version", VERSION)
                                .put("java", java)
                                .put("platform", platform)
                                .build(), "  ")
                        : "anyarch %s (Java %s, %s)".formatted(VERSION, java, platform));
        return ExitCode.OK;
    }
}
