package dev.anyarch.cli;

import dev.anyarch.client.auth.CredentialFiles;
import dev.anyarch.model.reference.RegistryName;
import java.io.IOException;
import java.util.List;

/** {@code anyarch logout [REGISTRY]}. */
final class LogoutCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("logout", "[REGISTRY]", 0, 1, "forget the credential of a registry",
                "Without a registry: Docker Hub.", List.of());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        RegistryName registry = LoginCommand.registry(arguments);
        Environment environment = session.environment();
        boolean forgotten = CredentialFiles.forLogin(environment.variables(), environment.home()).logout(registry);
        session.console().message((forgotten ? "logged out of " : "was not logged in to ") + registry);
        return ExitCode.OK;
    }
}
