package dev.anyarch.cli;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A registry with an image, in this process or in one of its own, which lives until its standard input ends. Beside the
 * commands that are trained it would bring the server's classes into their cache, and each start would link them.
 */
public final class TrainingRegistry implements Closeable {
    private final String address;
    private final List<Closeable> resources;

    /**
     * @param resources are closed in their order
     */
    private TrainingRegistry(String address, List<Closeable> resources) {
        this.address = address;
        this.resources = resources;
    }

    /** The process of {@link #elsewhere}: prints its address. */
    public static void main(String[] arguments) throws IOException {
        try (TrainingRegistry registry = here(Path.of(arguments[0]), Path.of(arguments[1]))) {
            System.out.println(registry.address());
            System.out.flush();
            // Nobody writes: the end is all that comes.
            System.in.skip(Long.MAX_VALUE);
        }
        System.exit(0);
    }

    static TrainingRegistry here(Path directory, Path installation) throws IOException {
        Storage storage = Storage.open(directory.resolve("registry"));
        RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage);
        String address = "127.0.0.1:" + server.port();
        StartUpTraining.silentApplication(directory, installation)
                .run(List.of("build", "--platform", "linux/amd64,linux/arm64", "-t", "hello:1", "-o",
                        address + "/hello:1", installation.resolve("examples/hello").toString()));
        return new TrainingRegistry(address, List.of(server, storage));
    }

    static TrainingRegistry elsewhere(Path directory, Path installation, String classPath) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, TrainingRegistry.class.getName(),
                directory.toString(), installation.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String address = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (address == null) {
            throw new EOFException("the registry for the training ended before it said its address");
        }
        return new TrainingRegistry(address, List.of(process.getOutputStream(), () -> awaitEnd(process)));
    }

    private static void awaitEnd(Process process) {
        process.onExit().join();
    }

    String address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}
