package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket that stands for an SSH agent's, for one container: whoever may open it speaks with the agent, which itself speaks
 * with nobody but its owner. For several threads.
 */
public final class AgentSocket implements Closeable {
    private static final String NAME = "agent";
    private static final int BUFFER = 16 * 1024;

    private final Path directory;
    private final ServerSocketChannel server;
    private final Path agent;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private AgentSocket(Path directory, ServerSocketChannel server, Path agent) {
        this.directory = directory;
        this.server = server;
        this.agent = agent;
    }

    /**
     * Makes it.
     *
     * @param directory for it, empty
     * @param agent whom it stands for
     * @param mode who may open it
     */
    static AgentSocket open(Path directory, Path agent, int mode, long uid, long gid) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        AgentSocket socket = new AgentSocket(directory, server, agent);
        boolean done = false;
        try (OpenDirectory opened = OpenDirectory.open(directory)) {
            server.bind(opened.socketAddress(NAME));
            opened.changeOwner(NAME, uid, gid);
            opened.changeMode(NAME, mode);
            socket.connect().close();
            Thread.ofVirtual().name("ssh-agent").start(socket::serve);
            done = true;
            return socket;
        } finally {
            if (!done) {
                server.close();
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return directory.resolve(NAME);
    }

    private SocketChannel connect() throws IOException {
        Path parent = agent.toAbsolutePath().getParent();
        if (parent == null || !Files.exists(agent)) {
            throw new CannotExecuteException("the SSH agent's socket %s is not there".formatted(agent));
        }
        try (OpenDirectory opened = OpenDirectory.open(parent)) {
            return SocketChannel.open(opened.socketAddress(String.valueOf(agent.getFileName())));
        } catch (IOException e) {
            throw new CannotExecuteException("the SSH agent at %s cannot be reached: %s".formatted(agent,
                    e.getMessage()), e);
        }
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                open.add(client);
                Thread.ofVirtual().name("ssh-agent-client").start(() -> join(client));
            }
        } catch (IOException _) {
            return; // it is closed
        }
    }

    private void join(SocketChannel client) {
        try (client; SocketChannel upstream = connect()) {
            open.add(upstream);
            Thread answers = Thread.ofVirtual().name("ssh-agent-answers").start(() -> pump(upstream, client));
            pump(client, upstream);
            answers.join();
            open.remove(upstream);
        } catch (IOException _) {
            return; // the program sees its connection end
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            return; // either side has gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
