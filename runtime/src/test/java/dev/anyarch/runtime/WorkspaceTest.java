package dev.anyarch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workspaces of one directory; their locks are between threads what they are between processes. */
final class WorkspaceTest {
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 150;
    private static final int DEEP = 3000;

    @TempDir
    private Path root;

    @Test
    void noneIsTakenForAbandonedWhileItIsMade() throws ExecutionException, IOException, InterruptedException {
        List<Future<Integer>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            Callable<Integer> opensAndCloses = () -> {
                int kept = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    try (Workspace workspace = Workspace.open(root)) {
                        Path made = workspace.newDirectory();
                        workspace.use("something");
                        kept += Files.isDirectory(made) ? 1 : 0;
                    }
                }
                return kept;
            };
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(opensAndCloses));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get()).isEqualTo(ROUNDS);
            }
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNext() throws IOException {
        Files.createDirectories(root.resolve("work/wkilled/uses"));
        Files.createFile(root.resolve("work/wkilled/lock"));
        try (Workspace alive = Workspace.open(root); Workspace next = Workspace.open(root)) {
            assertThat(left()).containsExactlyInAnyOrder(alive.directory(), next.directory());
        }
    }

    /** As a program makes them that goes into each; no path reaches the last one, and no stack is as deep. */
    @Test
    void directoriesInDirectoriesAreRemovedHoweverDeep() throws IOException {
        try (Workspace workspace = Workspace.open(root)) {
            Path top = workspace.newDirectory();
            OpenDirectory directory = OpenDirectory.open(top);
            for (int depth = 0; depth < DEEP; depth++) {
                directory.makeDirectory("deep-0", 0755);
                directory.createFile("file").close();
                OpenDirectory below = directory.open("deep-0");
                directory.close();
                directory = below;
            }
            directory.close();
            workspace.removeDirectory(top);
            assertThat(top).doesNotExist();
        }
        assertThat(left()).isEmpty();
    }

    /** As a privileged command can leave it; where it cannot be made, there is nothing to test. */
    @Test
    void whatIsImmutableIsRemoved() throws IOException, InterruptedException {
        try (Workspace workspace = Workspace.open(root)) {
            Path top = workspace.newDirectory();
            Path below = Files.createDirectory(top.resolve("below"));
            Files.createFile(below.resolve("file"));
            Path closed = Files.createDirectory(top.resolve("closed"));
            Files.createFile(closed.resolve("file"));
            new ProcessBuilder("sh", "-c", "chmod 0555 closed; chattr +a below/file; chattr +i below closed")
                    .directory(top.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assumeThatThrownBy(() -> Files.delete(below.resolve("file"))).isInstanceOf(IOException.class);
            workspace.removeDirectory(top);
            assertThat(top).doesNotExist();
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> found = Files.list(root.toRealPath().resolve("work"))) {
            return found.toList();
        }
    }
}
