package dev.anyarch.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of a few megabytes that can be filled up. For one thread. */
public final class SmallDisk implements Closeable {
    private static final int BLOCK = 4096;

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one at a directory; empty where this process may not mount, which needs root. */
    public static Optional<SmallDisk> mount(Path directory, int megabytes) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "anyarch-test",
                directory.toString()) ? Optional.of(new SmallDisk(directory)) : Optional.empty();
    }

    public Path root() {
        return root;
    }

    /** Leaves this much space and no more. */
    public void fill(long left) throws IOException {
        byte[] block = new byte[BLOCK];
        long free = root.toFile().getUsableSpace();
        try (OutputStream filler = Files.newOutputStream(filler())) {
            for (long written = 0; written + left < free; written += BLOCK) {
                filler.write(block);
            }
        }
    }

    /** Makes space again. */
    public void empty() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return root.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor() == 0;
    }
}
