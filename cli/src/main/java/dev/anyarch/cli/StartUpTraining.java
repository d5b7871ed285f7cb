package dev.anyarch.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that the launcher's AOT caches are made from: real commands against a registry, so that their classes are loaded,
 * linked and profiled. Not a command; prints nothing and leaves nothing behind.
 *
 * <p>There are two. The commands that only ask registries are trained without the libraries that they do not need, against a
 * registry in another process. All the others share a cache, with the registry in it.
 */
public final class StartUpTraining {
    /** The class path of the registry when the commands that only ask are trained; without it, all are. */
    private static final String REGISTRY_CLASS_PATH = "anyarch.training.registry";

    private static final List<String> ASKING = List.of("help", "version", "version -o json", "inspect --help",
            "inspect %s/hello:1", "inspect %s/hello:1 -o json", "inspect %s/hello:1 --raw", "platforms %s/hello:1",
            "tags %s/hello", "manifest inspect %s/hello:1", "manifest inspect -v %s/hello:1",
            "inspect %s/nothing");
    private static final List<String> MOVING = List.of("resolve %s/hello:1 --engine all --explain",
            "resolve %s/hello:1 -o json", "index create -t %1$s/new:1 %1$s/hello:1",
            "index create --dry-run -t %1$s/new:1 %1$s/hello:1", "copy %1$s/hello:1 %1$s/copy:1", "pull %s/hello:1",
            "images");

    private StartUpTraining() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ReflectiveOperationException {
        // Only what was loaded is in a cache, and one class outside of it means opening its jar: 9 ms.
        Class.forName(Main.class.getName());
        Path directory = Files.createTempDirectory("anyarch-training-");
        Path installation = Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath();
        CommandLineApplication application = silentApplication(directory, installation);
        String registryClassPath = System.getProperty(REGISTRY_CLASS_PATH, "");
        try {
            if (registryClassPath.isEmpty()) {
                try (TrainingRegistry registry = TrainingRegistry.here(directory, installation)) {
                    run(application, ASKING, registry.address());
                    run(application, MOVING, registry.address());
                }
            } else {
                try (TrainingRegistry registry = TrainingRegistry.elsewhere(directory, installation,
                        registryClassPath)) {
                    run(application, ASKING, registry.address());
                }
            }
        } finally {
            TemporaryDirectories.delete(directory);
        }
        System.exit(0);
    }

    /** Everything as in {@link Main}, but nothing is printed and nothing written outside of {@code directory}. */
    static CommandLineApplication silentApplication(Path directory, Path installation) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("ANYARCH_HOME", directory.resolve("home").toString());
        Environment environment = new Environment(variables, directory, directory, installation,
                Optional.empty(), new ByteArrayInputStream(new byte[0]));
        return new CommandLineApplication(environment, new Console(nowhere, nowhere, true));
    }

    private static void run(CommandLineApplication application, List<String> commands, String registry) {
        for (String command : commands) {
            application.run(List.of(command.formatted(registry).split(" ", -1)));
        }
    }
}
