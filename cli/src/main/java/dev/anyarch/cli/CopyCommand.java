package dev.anyarch.cli;

import dev.anyarch.operations.copy.SubsetMode;
import java.io.IOException;
import java.util.List;

/** {@code anyarch copy SRC DST}. */
final class CopyCommand implements Command {
    private static final Option PLATFORM = Option.values("--platform", "P,…", "only these platforms");
    private static final Option MODE = Option.value("--mode", "MODE",
            "what becomes of the index with --platform: rewrite, sparse or children (default rewrite)");
    private static final Option ALL = Option.flag("--all", "every platform there is; this is the default");
    private static final Option REFERRERS = Option.flag("--referrers", "signatures and other attachments as well");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("copy", "SRC DST", 2, 2, "copy an image, with all its platforms, to another place", """
            Digests stay as they are, unless --platform asks for a new index. With --mode sparse the index stays
            and the other platforms are missing behind it; with --mode children there is no index at all.
            Prints the digest of the copy.""",
                List.of(PLATFORM, MODE, ALL, REFERRERS, GlobalOptions.DRY_RUN, GlobalOptions.OUTPUT));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        if (arguments.has(ALL) && !arguments.values(PLATFORM).isEmpty()) {
            throw new UsageException("options --all and --platform exclude each other");
        }
        Transfer transfer = new Transfer(session, "copying",
                Platforms.choice(arguments.separatedValues(PLATFORM)), mode(arguments), arguments.has(REFERRERS));
        Place source = Place.parse(arguments.operand(0));
        Place target = Place.parse(arguments.operand(1));
        if (arguments.has(GlobalOptions.DRY_RUN)) {
            transfer.explain(source, target);
        } else {
            transfer.run(source, target, GlobalOptions.isJson(arguments));
        }
        return ExitCode.OK;
    }

    private static SubsetMode mode(Arguments arguments) throws UsageException {
        return switch (arguments.value(MODE).orElse("rewrite")) {
            case "rewrite" -> SubsetMode.REWRITE;
            case "sparse" -> SubsetMode.SPARSE;
            case "children" -> SubsetMode.CHILDREN;
            case String other ->
                throw new UsageException("option --mode: expected rewrite, sparse or children, found '" + other + "'");
        };
    }
}
