package dev.anyarch.conformance;

import dev.anyarch.store.daemon.DockerEngine;
import dev.anyarch.store.daemon.EngineEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Docker engine of its own: private socket, private data, no network set-up; gone with the test. */
final class DockerDaemon implements AutoCloseable {
    private final Process process;
    private final Path socket;
    private final Program client;

    private DockerDaemon(Process process, Path socket, Program client) {
        this.process = process;
        this.socket = socket;
        this.client = client;
    }

    /**
     * Starts the engine below {@code directory}, whose path must be short: it holds a socket.
     */
    static DockerDaemon start(Path directory) throws IOException, InterruptedException {
        Program dockerd = Program.require("dockerd", "docker.io");
        Program client = Program.require("docker", "docker.io");
        Program.requireRoot("a Docker engine of its own needs root");
        Path socket = directory.resolve("d.sock");
        Process process = new ProcessBuilder(dockerd.executable().toString(), "--iptables=false", "--bridge=none",
                "--ip-forward=false", "-H", "unix://" + socket, "--data-root", directory.resolve("data").toString(),
                "--exec-root", directory.resolve("exec").toString(), "--pidfile", directory.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("dockerd.log").toFile())
                .start();
        DockerDaemon daemon = new DockerDaemon(process, socket, client.with("HOME", directory.toString()));
        try {
            Await.until(Duration.ofSeconds(60), "dockerd answers",
                    () -> Files.exists(socket) && daemon.answers());
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    /** Where the engine listens. */
    Path socket() {
        return socket;
    }

    /** The same engine, without its client program. */
    DockerEngine connect() throws IOException {
        return DockerEngine.connect(new EngineEndpoint.Unix(socket), _ -> {
            throw new IOException("this engine has no TLS");
        });
    }

    /** Sends a signal to the engine itself. */
    void signal(String name) throws IOException, InterruptedException {
        Program.require("kill", "procps").output("-" + name, Long.toString(process.pid()));
    }

    /** The address that containerd, started by this engine, listens on. */
    Path containerdSocket() {
        return socket.resolveSibling("exec").resolve("containerd/containerd.sock");
    }

    /** Of the client: {@code 20} of 20.10. */
    int majorVersion() throws IOException, InterruptedException {
        String version = output("version", "--format", "{{.Client.Version}}");
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /** The same engine with more time for each command. */
    DockerDaemon within(Duration limit) {
        return new DockerDaemon(process, socket, client.within(limit));
    }

    String output(String... arguments) throws IOException, InterruptedException {
        return client.output(withHost(arguments));
    }

    Program.Outcome run(String... arguments) throws IOException, InterruptedException {
        return client.run(withHost(arguments));
    }

    /** As {@link #output}, by the engine's BuildKit: Debian's own client reaches it without a plugin. */
    String buildKitOutput(String... arguments) throws IOException, InterruptedException {
        return new Program(Path.of("/usr/bin/docker"), client.environment()).with("DOCKER_BUILDKIT", "1")
                .output(withHost(arguments));
    }

    private boolean answers() {
        try {
            return run("version").exitCode() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String[] withHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-H", "unix://" + socket));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        try {
            // of containers that had the machine's network; the engine leaves it
            Program.require("umount", "mount").run(socket.resolveSibling("exec/netns/default").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
