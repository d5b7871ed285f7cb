package dev.anyarch.cli;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The run that the launcher's AOT cache is made from: real commands against a registry in this process, so that their
 * classes are loaded, linked and profiled. Not a command; prints nothing and leaves nothing behind.
 */
public final class StartUpTraining {
    private static final List<String> COMMANDS = List.of("help", "version", "version -o json", "inspect --help",
            "inspect %s/hello:1", "inspect %s/hello:1 -o json", "inspect %s/hello:1 --raw", "platforms %s/hello:1",
            "tags %s/hello", "manifest inspect %s/hello:1", "manifest inspect -v %s/hello:1",
            "resolve %s/hello:1 --engine all --explain", "resolve %s/hello:1 -o json",
            "index create -t %1$s/new:1 %1$s/hello:1", "index create --dry-run -t %1$s/new:1 %1$s/hello:1",
            "copy %1$s/hello:1 %1$s/copy:1", "pull %s/hello:1", "images", "inspect %s/nothing");

    private StartUpTraining() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("anyarch-training-");
        Path installation = Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Environment environment = new Environment(Map.of("ANYARCH_HOME", directory.resolve("home").toString()),
                directory, directory, installation, new ByteArrayInputStream(new byte[0]));
        CommandLineApplication application = new CommandLineApplication(environment,
                new Console(nowhere, nowhere, true));
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage)) {
            String registry = "127.0.0.1:" + server.port();
            application.run(List.of("build", "--platform", "linux/amd64,linux/arm64", "-t", "hello:1", "-o",
                    registry + "/hello:1", installation.resolve("examples/hello").toString()));
            for (String command : COMMANDS) {
                application.run(List.of(command.formatted(registry).split(" ", -1)));
            }
        } finally {
            TemporaryDirectories.delete(directory);
        }
        System.exit(0);
    }
}
