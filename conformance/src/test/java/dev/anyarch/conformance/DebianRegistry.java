package dev.anyarch.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Debian's {@code docker-registry} on a free loopback port: a registry that is not ours. */
final class DebianRegistry implements AutoCloseable {
    private final Process process;
    private final int port;

    private DebianRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static DebianRegistry start(Path directory) throws IOException, InterruptedException {
        Program program = Program.require("docker-registry", "docker-registry");
        int port = freePort();
        Path config = Files.writeString(directory.resolve("registry.yml"), """
            version: 0.1
            log: { level: error }
            storage:
              filesystem: { rootdirectory: %s }
              delete: { enabled: true }
            http: { addr: 127.0.0.1:%d }
            """.formatted(directory.resolve("registry"), port));
        Process process = new ProcessBuilder(program.executable().toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        await(Duration.ofSeconds(30), "docker-registry answers", () -> isListening(port));
        return new DebianRegistry(process, port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until {@code condition} holds, looking again every 100 ms. */
    static void await(Duration limit, String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new UncheckedIOException(new IOException("waited %s in vain until %s".formatted(limit, what)));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
