package dev.anyarch.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real SSH server of this machine, on a port of its own, which lets the owner of one key in as root. */
final class Sshd implements Closeable {
    private final Process process;
    private final int port;
    private final Path key;
    private final Path knownHosts;

    private Sshd(Process process, int port, Path key, Path knownHosts) {
        this.process = process;
        this.port = port;
        this.key = key;
        this.knownHosts = knownHosts;
    }

    static Sshd start(Path directory) throws IOException, InterruptedException {
        Program sshd = Program.require("sshd", "openssh-server");
        Program.requireRoot("the server lets root in");
        Path host = key(directory.resolve("host-key"));
        Path user = key(directory.resolve("user-key"));
        int port = freePort();
        Path knownHosts = Files.writeString(directory.resolve("known-hosts"),
                "[127.0.0.1]:%d %s".formatted(port, Files.readString(Path.of(host + ".pub"))));
        Path config = Files.writeString(directory.resolve("sshd-config"), """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            AuthorizedKeysFile %s.pub
            StrictModes no
            UsePAM no
            PermitRootLogin prohibit-password
            PidFile none
            """.formatted(port, host, user));
        // Debian's makes it when it starts with the machine
        Files.createDirectories(Path.of("/run/sshd"));
        Process process = new ProcessBuilder(sshd.executable().toString(), "-D", "-e", "-f", config.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("sshd-log").toFile())
                .start();
        Sshd server = new Sshd(process, port, user, knownHosts);
        boolean done = false;
        try {
            Await.until(Duration.ofSeconds(60), "the server listens", server::listens);
            done = true;
            return server;
        } finally {
            if (!done) {
                server.close();
            }
        }
    }

    private static Path key(Path file) throws IOException, InterruptedException {
        Program.require("ssh-keygen", "openssh-client")
                .output("-q", "-t", "ed25519", "-N", "", "-f", file.toString());
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Of who is let in. */
    Path key() {
        return key;
    }

    /** With the server in it, so that nobody is asked. */
    Path knownHosts() {
        return knownHosts;
    }

    /** A directory of this machine, as git sees it through the server. */
    String repository(Path path) {
        return "ssh://root@127.0.0.1:%d%s".formatted(port, path);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
