package dev.anyarch.cli;

import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.operations.resolve.PlatformResolution;
import java.io.IOException;
import java.util.List;

/** {@code anyarch resolve REF}: what an engine would pull. */
final class ResolveCommand implements Command {
    private static final Option PLATFORM = Option.value("--platform", "P", "for which platform (default local)");
    private static final Option ENGINE = Option.value("--engine", "NAME",
            "whose rules: compat, strict, docker, containerd, podman, skopeo, … or all (default compat)");
    private static final Option EXPLAIN = Option.flag("--explain", "every entry, and why it was taken or not");
    private static final Option ALLOW_32_BIT = Option.flag("--allow-32-bit",
            "compat: arm64 may fall back to arm, amd64 to 386");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("resolve", "REF", 1, 1, "tell which entry would be pulled for a platform, and why",
                "Exits with 4 when no engine that was asked finds anything.",
                List.of(PLATFORM, ENGINE, EXPLAIN, ALLOW_32_BIT, GlobalOptions.OUTPUT));
    }

    @Override
    public boolean asksOnly() {
        return true;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        boolean json = GlobalOptions.isJson(arguments);
        String name = arguments.value(ENGINE).orElse(Engine.COMPAT.id());
        List<Engine> engines = name.equals("all") ? List.of(Engine.values()) : List.of(engine(name));
        Platform platform = Platforms.parse(arguments.value(PLATFORM).orElse("local"));
        Found found = session.places().find(Place.parse(arguments.operand(0)));

        boolean explain = arguments.has(EXPLAIN);
        PlatformResolution resolution = PlatformResolution.resolve(found.source(), found.root(),
                found.place().toString(), new SelectionRequest(platform, arguments.has(ALLOW_32_BIT)), engines);
        session.console()
                .print(json
                        ? JsonWriter.indented(resolution.toJson(explain), "  ")
                        : resolution.toText(explain).stripTrailing());
        boolean nothing = resolution.selections().values().stream().allMatch(each -> each.error().isPresent());
        return nothing ? ExitCode.NO_SUCH_PLATFORM : ExitCode.OK;
    }

    private static Engine engine(String name) throws UsageException {
        try {
            return Engine.parse(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}
