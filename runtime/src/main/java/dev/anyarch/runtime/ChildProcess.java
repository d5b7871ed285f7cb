package dev.anyarch.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process, listened to and waited for in a thread of its own: the kernel kills the child when the thread that
 * started it ends, so that must not be one of a pool. For one thread.
 */
final class ChildProcess {
    private static final int LAST_LINES = 20;
    private static final long PATIENCE_MILLIS = 2000;
    private static final long ABANDONED_CHECK_MILLIS = 200;

    private final Workspace workspace;
    private final Starter.Start start;
    private final Path container;
    private final OutputListener output;
    private final Optional<Attachment> attachment;
    private final Deque<String> lastLines = new ArrayDeque<>();

    /**
     * @param container the directory of the root file system
     * @param attachment when it has the standard streams of this process, and there is nothing to listen to
     */
    ChildProcess(Workspace workspace, Starter.Start start, Path container, OutputListener output,
            Optional<Attachment> attachment) {
        this.workspace = workspace;
        this.start = start;
        this.container = container;
        this.output = output;
        this.attachment = attachment;
    }

    /** Starts something that is over soon, or when what it reads ends; it says everything on its output. */
    static Process small(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(ContainerHost.environment());
        return builder.start();
    }

    /** The exit code. An interruption kills the child and waits until it is gone. */
    int run() throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> follow(started, ended), "container");
        thread.setDaemon(true);
        thread.start();
        try {
            return ended.get();
        } catch (InterruptedException e) {
            kill(started);
            thread.join(PATIENCE_MILLIS);
            var _ = started.thenAccept(Process::destroyForcibly);
            thread.join();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void kill(CompletableFuture<Process> started) throws InterruptedException {
        try {
            Libc.call("kill", started.get().pid(), start.endSignal());
        } catch (ExecutionException _) {
            return; // it never started
        }
    }

    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    @SuppressWarnings("IllegalCatch") // whatever goes wrong here is told to the thread that waits
    private void follow(CompletableFuture<Process> started, CompletableFuture<Integer> ended) {
        try {
            ProcessBuilder builder = new ProcessBuilder(start.command()).directory(start.directory().toFile());
            if (attachment.isPresent()) {
                attachment.get().redirect(builder);
            } else {
                builder.redirectErrorStream(true);
                if (start.input().size() == 0) {
                    builder.redirectInput(Path.of("/dev/null").toFile());
                }
            }
            builder.environment().clear();
            builder.environment().putAll(start.environment());
            Process process = builder.start();
            workspace.register(process);
            try {
                started.complete(process);
                attachment.ifPresent(attached -> attached.started(process, start));
                Thread.ofVirtual().name("abandoned").start(() -> endAbandoned(process, ended));
                give(process);
                listen(process.getInputStream());
                ended.complete(process.waitFor());
            } finally {
                if (process.isAlive()) {
                    Libc.call("kill", process.pid(), start.endSignal());
                }
                workspace.unregister(process);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    /** A command that has ended is not waited for because of what it left running. */
    private void endAbandoned(Process process, CompletableFuture<Integer> ended) {
        ContainerProcesses processes = new ContainerProcesses(process.toHandle(), container);
        TracedProcesses traced = new TracedProcesses(process.toHandle(), start.generation() - 1, container);
        try {
            while (!process.waitFor(ABANDONED_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (start.isTraced()) {
                    traced.endIfAbandoned();
                } else {
                    processes.endIfAbandoned();
                }
            }
            ended.get(ABANDONED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            endHoldingOutput();
        } catch (ExecutionException _) {
            return; // whoever waits is told
        } catch (IOException e) {
            output.line("cannot see what the command left running: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without a namespace that ends with it, what a command left may hold its output open. */
    private void endHoldingOutput() {
        try {
            Leftovers.end(container);
        } catch (IOException e) {
            output.line("cannot end what the command left running: " + e.getMessage());
        }
    }

    private void give(Process process) {
        if (start.input().size() > 0) {
            try (OutputStream input = process.getOutputStream()) {
                input.write(start.input().bytes());
            } catch (IOException _) {
                return; // it has ended already, and what it said tells why
            }
        }
    }

    private void listen(InputStream stream) throws IOException {
        LineSplitter lines = new LineSplitter(line -> {
            synchronized (lastLines) {
                lastLines.addLast(line);
                if (lastLines.size() > LAST_LINES) {
                    lastLines.removeFirst();
                }
            }
            output.line(line);
        });
        byte[] buffer = new byte[8192];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            lines.add(buffer, read);
        }
        lines.finish();
    }
}
