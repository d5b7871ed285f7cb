package dev.anyarch.cli;

import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.auth.CredentialFiles;
import dev.anyarch.model.reference.RegistryName;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code anyarch login [REGISTRY]}: checks a credential and keeps it where Docker does. */
final class LoginCommand implements Command {
    private static final Option USERNAME = Option.value("-u,--username", "NAME", "who to be");
    private static final Option PASSWORD_STDIN = Option.flag("--password-stdin",
            "read the password or token from standard input");
    private static final Option PASSWORD = Option.value("-p,--password", "TEXT",
            "the password; others can see it in the list of processes");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("login", "[REGISTRY]", 0, 1, "check a credential and keep it in Docker's configuration",
                "Without a registry: Docker Hub. Uses the credential helper that is configured.",
                List.of(USERNAME, PASSWORD_STDIN, PASSWORD));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException {
        RegistryName registry = registry(arguments);
        Environment environment = session.environment();
        Credential.Password credential = new Credential.Password(user(arguments), password(arguments, environment));
        session.places().check(registry, credential);
        String where = CredentialFiles.forLogin(environment.variables(), environment.home())
                .login(registry, credential);
        session.console().message("logged in to %s as %s; kept in %s".formatted(registry, credential.user(), where));
        return ExitCode.OK;
    }

    static RegistryName registry(Arguments arguments) throws UsageException {
        String text = arguments.operands().isEmpty() ? RegistryName.DOCKER_HUB.value() : arguments.operand(0);
        String host = text.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        try {
            return host.equals("index.docker.io") ? RegistryName.DOCKER_HUB : new RegistryName(host);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static String user(Arguments arguments) throws UsageException {
        Optional<String> given = arguments.value(USERNAME);
        if (given.isPresent()) {
            return given.get();
        }
        return Optional.ofNullable(terminal("--username").readLine("Username: "))
                .orElseThrow(() -> new UsageException("expected a user name, found the end of input"));
    }

    private static String password(Arguments arguments, Environment environment) throws IOException {
        if (arguments.has(PASSWORD_STDIN)) {
            if (arguments.value(USERNAME).isEmpty()) {
                throw new UsageException("option --password-stdin: expected --username with it");
            }
            return new String(environment.input().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
        if (arguments.value(PASSWORD).isPresent()) {
            return arguments.value(PASSWORD).get();
        }
        return Optional.ofNullable(terminal("--password-stdin").readPassword("Password: "))
                .map(String::new)
                .orElseThrow(() -> new UsageException("expected a password, found the end of input"));
    }

    private static Console terminal(String instead) throws UsageException {
        return Optional.ofNullable(System.console())
                .orElseThrow(() -> new UsageException("expected %s where there is no terminal to ask at"
                        .formatted(instead)));
    }
}
