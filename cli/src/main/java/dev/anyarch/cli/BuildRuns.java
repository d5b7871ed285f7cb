package dev.anyarch.cli;

import dev.anyarch.builder.build.RunEnvironment;
import dev.anyarch.builder.build.RunSettings;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.Secret;
import dev.anyarch.runtime.SshSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the command line gives to RUN: a place in the local store, the programs on PATH, secrets, agents, conditions. */
final class BuildRuns implements RunEnvironment {
    static final Option SECRET = Option.values("--secret", "id=ID[,src=FILE|,env=VARIABLE]",
            "a secret for RUN --mount=type=secret; leaves no trace in the image");

    private final Environment environment;
    private final Map<String, Map<String, String>> secrets;
    private final Map<String, SshSource> agents;
    private final RunSettings settings;
    private final Consumer<String> told;

    private BuildRuns(Environment environment, Map<String, Map<String, String>> secrets, Map<String, SshSource> agents,
            RunSettings settings, Consumer<String> told) {
        this.environment = environment;
        this.secrets = secrets;
        this.agents = agents;
        this.settings = settings;
        this.told = told;
    }

    static BuildRuns of(Arguments arguments, Environment environment) throws IOException {
        Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
        for (String text : arguments.values(SECRET)) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : text.split(",", -1)) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                fields.put(name.equals("source") ? "src" : name, field.substring(equals + 1));
            }
            fields.remove("type");
            Optional<String> id = Optional.ofNullable(fields.remove("id")).filter(value -> !value.isEmpty());
            if (id.isEmpty() || fields.size() > 1
                    || !fields.keySet().stream().allMatch(name -> name.matches("src|env"))) {
                throw new UsageException(
                        "option --secret: expected id=ID, and src=FILE or env=VARIABLE, found '%s'".formatted(text));
            }
            secrets.put(id.get(), fields);
        }
        for (Map.Entry<String, Map<String, String>> secret : secrets.entrySet()) {
            require(secret.getKey(), secret.getValue(), environment);
        }
        return new BuildRuns(environment, secrets, SshOption.read(arguments, environment), BuildSettings.of(arguments),
                _ -> {});
    }

    /** A secret that cannot be had is known before anything is built. */
    private static void require(String id, Map<String, String> fields, Environment environment) throws IOException {
        String variable = fields.getOrDefault("env", id);
        if (!fields.containsKey("src") && environment.variables().containsKey(variable)) {
            return;
        }
        if (fields.containsKey("env")) {
            throw new UsageException("secret %s: the variable %s is not set".formatted(id, variable));
        }
        Path file = environment.path(fields.getOrDefault("src", id));
        String subject = "secret %s: %s".formatted(id, file);
        if (Files.isDirectory(file)) {
            throw new UsageException(subject + ": expected a file, found a directory");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(subject);
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(subject);
        }
    }

    /** The same, that tells once in which way it executes. */
    BuildRuns telling(Consumer<String> listener) {
        return new BuildRuns(environment, secrets, agents, settings, listener);
    }

    @Override
    public ContainerRuntime open() throws IOException, InterruptedException {
        ContainerRuntime runtime = Executors.open(environment);
        told.accept("commands are executed " + runtime.rung().title());
        return runtime;
    }

    /** From its file or variable; without either, from the variable or else the file that is called as it is. */
    @Override
    public Optional<Secret> secret(String id) throws IOException {
        Map<String, String> fields = secrets.get(id);
        if (fields == null) {
            return Optional.empty();
        }
        String variable = fields.getOrDefault("env", id);
        if (!fields.containsKey("src") && environment.variables().containsKey(variable)) {
            return Optional.of(Secret.of(
                    environment.variables().getOrDefault(variable, "").getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.of(Secret.of(Files.readAllBytes(environment.path(fields.getOrDefault("src", id)))));
    }

    @Override
    public Optional<SshSource> ssh(String id) {
        return Optional.ofNullable(agents.get(id));
    }

    @Override
    public RunSettings settings() {
        return settings;
    }
}
