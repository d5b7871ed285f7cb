package dev.anyarch.cli;

import dev.anyarch.storage.DatabaseLibrary;
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
 * <p>There are three. The commands that only ask registries are trained without the libraries that they do not need. All the
 * others share a cache, but for the registry, which has its own: the others are trained against one in another process, since
 * every class in a cache is linked at every start.
 */
public final class StartUpTraining {
    /** Which cache is trained: small, full or server. */
    private static final String CACHE = "anyarch.training.cache";
    /** The class path of the registry in another process. */
    private static final String REGISTRY_CLASS_PATH = "anyarch.training.registry";

    private static final List<String> ASKING = List.of("help", "version", "version -o json", "inspect --help",
            "inspect %s/hello:1", "inspect %s/hello:1 -o json", "inspect %s/hello:1 --raw", "platforms %s/hello:1",
            "tags %s/hello", "manifest inspect %s/hello:1", "manifest inspect -v %s/hello:1",
            "inspect %s/nothing");
    private static final List<String> MOVING = List.of("resolve %s/hello:1 --engine all --explain",
            "resolve %s/hello:1 -o json", "index create -t %1$s/new:1 %1$s/hello:1",
            "index create --dry-run -t %1$s/new:1 %1$s/hello:1", "copy %1$s/hello:1 %1$s/copy:1", "pull %s/hello:1",
            "images");
    /** The second time everything is known; FROM the first image, there is something to do. */
    private static final List<String> BUILDING = List.of(
            "build --platform linux/amd64,linux/arm64 -t %s/built:1 --push --progress quiet context",
            "build --platform linux/amd64,linux/arm64 -t %s/built:1 --push --progress quiet context",
            "build --platform linux/amd64,linux/arm64 -t built:1 --progress plain context",
            "build --platform linux/amd64 -o oci-archive:built.tar:1 --build-arg BASE=%s/hello:1 context");

    private StartUpTraining() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ReflectiveOperationException {
        // Only what was loaded is in a cache, and one class outside of it means opening its jar: 9 ms.
        Class.forName(Main.class.getName());
        Path directory = Files.createTempDirectory("anyarch-training-");
        Path installation = Path.of(System.getProperty("anyarch.root", "")).toAbsolutePath();
        CommandLineApplication application = silentApplication(directory, installation);
        try {
            Optional<Path> library = Optional.ofNullable(System.getProperty(DatabaseLibrary.PROPERTY)).map(Path::of);
            if (library.isPresent()) {
                DatabaseLibrary.copyTo(library.get());
            }
            train(application, directory, installation);
        } finally {
            TemporaryDirectories.delete(directory);
        }
        System.exit(0);
    }

    private static void train(CommandLineApplication application, Path directory, Path installation)
            throws IOException {
        String cache = System.getProperty(CACHE, "server");
        try (TrainingRegistry registry = cache.equals("server")
                ? TrainingRegistry.here(directory, installation)
                : TrainingRegistry.elsewhere(directory, installation,
                        System.getProperty(REGISTRY_CLASS_PATH, ""))) {
            run(application, ASKING, registry.address());
            if (!cache.equals("small")) {
                writeContext(directory.resolve("context"), installation.resolve("examples/hello/bin"));
                run(application, MOVING, registry.address());
                run(application, BUILDING, registry.address());
            }
        }
    }

    /** Something of everything that a build without RUN may have. */
    private static void writeContext(Path context, Path programs) throws IOException {
        Files.createDirectories(context.resolve("files/below"));
        Files.writeString(context.resolve("files/below/a"), "a");
        // one of them is not for its platform
        Files.copy(programs.resolve("hello-amd64"), context.resolve("own-amd64"));
        Files.copy(programs.resolve("hello-amd64"), context.resolve("own-arm64"));
        Files.writeString(context.resolve(".dockerignore"), "*.log\n");
        Files.writeString(context.resolve("Dockerfile"), """
            ARG BASE=scratch
            FROM scratch AS files
            COPY files /files/
            ADD --chmod=644 files/below/a /added
            FROM ${BASE}
            ARG TARGETARCH
            ENV PATH=/bin NAME="a b"
            LABEL name=value
            COPY --from=files /files /files
            COPY --chown=1:2 own-${TARGETARCH} /own
            WORKDIR /work
            USER 1
            EXPOSE 80
            VOLUME /data
            HEALTHCHECK CMD true
            SHELL ["/bin/sh", "-c"]
            STOPSIGNAL INT
            ENTRYPOINT ["/own"]
            CMD run
            """);
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
