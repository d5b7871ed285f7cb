package dev.anyarch.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The SSH agents of one process: those that are there, and one for each set of keys, which is started when somebody asks and
 * ends with this process, however it ends. For several threads.
 */
final class SshAgents implements Closeable {
    /** In an agent's own directory, because the name of a socket has no more than 107 bytes. */
    private static final String BEGIN = """
        cd "$1" || exit 1
        shift
        exec "$@"
        """;
    /** What an agent is there for, which ends with standard input; the keys come from files, which it alone reads. */
    private static final String LOAD = """
        add=$1
        shift
        for key do
            "$add" -q "$key" </dev/null || { kill "$SSH_AGENT_PID"; exit 1; }
        done
        echo ready
        exec >/dev/null 2>&1
        cat
        kill "$SSH_AGENT_PID"
        """;
    private static final String READY = "ready\n";
    private static final String NAME = "agent";

    private final Workspace workspace;
    private final SearchPath path;
    private final Map<SshSource.Keys, Path> sockets = new HashMap<>();
    private final List<Process> processes = new ArrayList<>();

    SshAgents(Workspace workspace, SearchPath path) {
        this.workspace = workspace;
        this.path = path;
    }

    /**
     * The socket of the agent of a source.
     *
     * @throws CannotExecuteException when there is no agent for it
     */
    synchronized Path socket(SshSource source) throws IOException {
        return switch (source) {
            case SshSource.Agent agent -> agent.socket();
            case SshSource.Keys keys -> {
                Path known = sockets.get(keys);
                if (known == null) {
                    known = start(keys);
                    sockets.put(keys, known);
                }
                yield known;
            }
        };
    }

    private Path start(SshSource.Keys keys) throws IOException {
        Path socket = workspace.newDirectory().resolve(NAME);
        // without a terminal nobody is asked for a passphrase
        List<String> command = new ArrayList<>(List.of(path.require("setsid", "util-linux").toString(), "sh", "-c",
                BEGIN, "sh", String.valueOf(socket.getParent()), path.require("ssh-agent", "openssh-client").toString(),
                "-a", NAME, "sh", "-c", LOAD, "sh", path.require("ssh-add", "openssh-client").toString()));
        keys.files().forEach(file -> command.add(file.toAbsolutePath().toString()));
        Process process = ChildProcess.small(command);
        processes.add(process);
        String said = readUntilReady(process.getInputStream());
        if (!said.endsWith(READY)) {
            throw new CannotExecuteException(
                    ("the keys %s cannot be loaded: %s; a key with a passphrase is loaded with "
                            + "ssh-add, and the agent given instead").formatted(keys.files(),
                                    said.strip().lines().collect(Collectors.joining("; "))));
        }
        return socket;
    }

    private static String readUntilReady(InputStream stream) throws IOException {
        StringBuilder said = new StringBuilder();
        byte[] buffer = new byte[4096];
        int read = stream.read(buffer);
        while (read >= 0) {
            said.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            if (said.toString().endsWith(READY)) {
                break;
            }
            read = stream.read(buffer);
        }
        return said.toString();
    }

    /** The agents end when nothing is left to read. */
    @Override
    public synchronized void close() throws IOException {
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        try {
            for (Process process : processes) {
                process.waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        processes.clear();
        sockets.clear();
    }
}
