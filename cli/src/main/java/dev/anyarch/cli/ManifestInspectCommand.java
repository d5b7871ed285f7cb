package dev.anyarch.cli;

import dev.anyarch.model.reference.Reference;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.inspect.DockerManifestInspect;
import java.io.IOException;
import java.util.List;

/** {@code anyarch manifest inspect REF}: what {@code docker manifest inspect} prints, byte for byte. */
final class ManifestInspectCommand implements Command {
    private static final Option VERBOSE = Option.flag("-v,--verbose", "with the manifest of each entry");
    private static final Option INSECURE = Option.flag("--insecure", "plain HTTP, or TLS without verification");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("manifest inspect", "REF", 1, 1, "print what 'docker manifest inspect' prints", "",
                List.of(VERBOSE, INSECURE));
    }

    @Override
    public boolean asksOnly() {
        return true;
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Reference reference = Place.reference(arguments.operand(0));
        if (arguments.has(INSECURE)) {
            session.places().allowInsecure(reference.registry());
        }
        Found found = session.places().find(new Place.InRegistry(reference));
        session.console()
                .printExactly(DockerManifestInspect.print(found.source(), reference, found.root(),
                        arguments.has(VERBOSE), CopySettings.DEFAULT.parallelism()));
        return ExitCode.OK;
    }
}
