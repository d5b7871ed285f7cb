package dev.anyarch.runtime;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Emulators that the kernel starts in one user namespace and nowhere else: an instance of binfmt_misc of its own, which Linux
 * has since 6.7. Made when somebody asks, gone with this process. For several threads.
 */
final class PrivateEmulators implements Closeable {
    /** Mounts, and then registers what it reads, line by line. */
    private static final String REGISTRAR = """
        mount -t binfmt_misc none "$1" || exit 1
        echo mounted
        while read -r line; do
            printf %s "$line" >"$1/register" && echo ok || echo failed
        done
        """;

    private final Workspace workspace;
    private final SearchPath path;
    private final NamespaceMaker maker;
    private final Map<String, Optional<String>> obstacles = new HashMap<>();
    private @Nullable UserNamespace namespace;
    private @Nullable Process registrar;
    private @Nullable BufferedReader answers;
    private @Nullable String failure;

    /** Makes the namespace; everybody in it is who they are here. */
    interface NamespaceMaker {
        UserNamespace make() throws IOException, InterruptedException;
    }

    PrivateEmulators(Workspace workspace, SearchPath path, NamespaceMaker maker) {
        this.workspace = workspace;
        this.path = path;
        this.maker = maker;
    }

    /** Why this machine has no such thing; empty when it has. */
    synchronized Optional<String> obstacle() throws InterruptedException {
        if (registrar == null && failure == null) {
            try {
                open();
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
                close();
            }
        }
        return Optional.ofNullable(failure);
    }

    private void open() throws IOException, InterruptedException {
        Path directory = workspace.newDirectory();
        UserNamespace made = maker.make();
        namespace = made;
        List<String> command = new ArrayList<>(made.prefix());
        command.addAll(List.of(path.require("unshare", "util-linux").toString(), "-m", "--propagation", "private", "sh",
                "-c", REGISTRAR, "sh", directory.toString()));
        Process process = ChildProcess.small(command);
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String said = Optional.ofNullable(reader.readLine()).orElse("");
        if (!said.equals("mounted")) {
            process.destroyForcibly();
            throw new CannotExecuteException(
                    "the kernel has no private binfmt_misc, which came with Linux 6.7: " + said);
        }
        answers = reader;
        registrar = process;
    }

    /**
     * Makes sure that the kernel starts {@code emulator}, by trying.
     *
     * @return why it does not; empty when it does
     */
    synchronized Optional<String> add(Emulator emulator) throws IOException, InterruptedException {
        Optional<String> general = obstacle();
        if (general.isPresent()) {
            return general;
        }
        String architecture = emulator.machine().architecture();
        Optional<String> known = obstacles.get(architecture);
        if (known == null) {
            known = tryOut(emulator);
            obstacles.put(architecture, known);
        }
        return known;
    }

    private Optional<String> tryOut(Emulator emulator) throws IOException, InterruptedException {
        Process process = registrar;
        BufferedReader reader = answers;
        if (process == null || reader == null) {
            return Optional.of("it is closed");
        }
        process.getOutputStream().write((emulator.registration() + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        String answer = Optional.ofNullable(reader.readLine()).orElse("");
        if (!answer.equals("ok")) {
            return Optional.of("%s cannot be registered: %s".formatted(emulator.program(), answer));
        }
        return TinyProgram.runs(workspace, path, entry(), emulator.machine())
                ? Optional.empty()
                : Optional.of("%s does not run without its libraries: expected a static one".formatted(
                        emulator.program()));
    }

    /** What comes before a command that is to have these emulators. */
    synchronized List<String> entry() throws CannotExecuteException {
        UserNamespace made = namespace;
        if (made == null) {
            throw new IllegalStateException("nobody has asked whether there are any");
        }
        return made.prefix();
    }

    @Override
    public synchronized void close() {
        if (registrar != null) {
            registrar.destroyForcibly();
            registrar = null;
        }
        if (namespace != null) {
            namespace.close();
            namespace = null;
        }
    }
}
