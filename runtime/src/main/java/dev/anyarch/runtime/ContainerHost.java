package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Executes containers, in the way of the rung that was chosen. For several threads. */
public final class ContainerHost {
    private static final long LITTLE = 1 << 20;
    /** The OCI runtime has removed some when it has ended. */
    private static final long FEW = 64;
    private final Workspace workspace;
    private final SearchPath path;
    private final Starter starter;

    ContainerHost(Workspace workspace, SearchPath path, Starter starter) {
        this.workspace = workspace;
        this.path = path;
        this.starter = starter;
    }

    /**
     * Executes one program and waits for it and everything it started. Interrupting the thread kills all of it.
     *
     * @throws CannotExecuteException when the program could not even be started
     */
    public ContainerExit execute(RootFileSystem root, ContainerSpec spec, OutputListener output)
            throws IOException, InterruptedException {
        return execute(root, spec, output, Optional.empty());
    }

    /**
     * As {@link #execute}, with the standard streams of this process, or a terminal of its own.
     *
     * @throws CannotExecuteException when the program could not even be started
     */
    public ContainerExit attach(RootFileSystem root, ContainerSpec spec, Attachment attachment)
            throws IOException, InterruptedException {
        if (attachment.streams() != Streams.TERMINAL) {
            return execute(root, spec, _ -> {}, Optional.of(attachment));
        }
        try (CallerTerminal _ = CallerTerminal.keep(path)) {
            return execute(root, spec, _ -> {}, Optional.of(attachment));
        }
    }

    private ContainerExit execute(RootFileSystem root, ContainerSpec spec, OutputListener output,
            Optional<Attachment> attachment) throws IOException, InterruptedException {
        Starter.Start start = starter.prepare(root, spec,
                attachment.map(Attachment::streams).orElse(Streams.LISTENED));
        ChildProcess child = new ChildProcess(workspace, start, root.directory(), output, attachment);
        ContainerExit exit = starter.conclude(root, child.run(), child.lastLines());
        if (attachment.isEmpty() && exit.code() != 0) {
            requireRoom(root.directory(), exit);
        }
        return exit;
    }

    /** What the programs that are started see of this process's environment: next to nothing. */
    static Map<String, String> environment() {
        // the newer way to mount takes options of 256 bytes at most
        return Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C",
                "LIBMOUNT_FORCE_MOUNT2", "always");
    }

    /** Programs tell in many ways that the disk is full, and some not at all. */
    private static void requireRoom(Path directory, ContainerExit exit) throws IOException {
        FileStore store = Files.getFileStore(directory);
        if (store.getUsableSpace() < LITTLE) {
            throw new FileSystemException(directory.toString(), null,
                    "No space left on device: file system %s has %d bytes left, and the command ended with exit code %d"
                            .formatted(store.name(), store.getUsableSpace(), exit.code()));
        }
        OptionalLong files = FreeFiles.of(directory);
        if (files.isPresent() && files.getAsLong() < FEW) {
            throw new FileSystemException(directory.toString(), null,
                    "No space left on device: file system %s takes %d more files, and the command ended with exit code %d"
                            .formatted(store.name(), files.getAsLong(), exit.code()));
        }
    }
}
