package dev.anyarch.cli;

import dev.anyarch.operations.copy.SubsetMode;
import java.io.IOException;
import java.util.List;

/** {@code anyarch save -o FILE REF}: local store to archive. */
final class SaveCommand implements Command {
    private static final Option OUTPUT = Option.value("-o,--output", "FILE", "the archive to write");
    private static final Option FORMAT = Option.value("--format", "FORMAT",
            "oci-archive, which keeps all platforms, or docker-archive (default oci-archive)");
    private static final Option PLATFORM = Option.values("--platform", "P,…", "only these platforms");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("save", "REF", 1, 1, "write an image of the local store to an archive",
                "A docker-archive holds one platform: choose it with --platform.", List.of(OUTPUT, FORMAT, PLATFORM));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        String file = arguments.value(OUTPUT)
                .orElseThrow(() -> new UsageException("expected --output FILE, found none"));
        String format = arguments.value(FORMAT).orElse("oci-archive");
        if (!format.equals("oci-archive") && !format.equals("docker-archive")) {
            throw new UsageException("option --format: expected oci-archive or docker-archive, found '" + format + "'");
        }
        Place.InStore source = new Place.InStore(Place.reference(arguments.operand(0)));
        Place destination = Place.parse(format + ":" + file + ":" + source.reference().familiar());
        new Transfer(session, "saving", Platforms.choice(arguments.separatedValues(PLATFORM)), SubsetMode.REWRITE,
                false)
                .run(source, destination, false);
        return ExitCode.OK;
    }
}
