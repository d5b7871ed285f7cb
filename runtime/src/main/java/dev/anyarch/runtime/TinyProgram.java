package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Executes the smallest program of an architecture, to see whether it can be done. */
final class TinyProgram {
    private TinyProgram() {}

    /** Whether it ends well where it is. */
    static boolean runs(Workspace workspace, Machine machine) throws IOException, InterruptedException {
        return runs(workspace, machine, List.of(), false);
    }

    /**
     * Whether it ends well as the only file there is, as in a container.
     *
     * @param entry what comes before a command, to execute it elsewhere
     */
    static boolean runs(Workspace workspace, SearchPath path, List<String> entry, Machine machine)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(entry);
        command.addAll(List.of(path.require("unshare", "util-linux").toString(), "--root=."));
        return runs(workspace, machine, command, true);
    }

    private static boolean runs(Workspace workspace, Machine machine, List<String> prefix, boolean isAlone)
            throws IOException, InterruptedException {
        Path directory = workspace.newDirectory();
        try {
            Path file = write(directory, machine);
            List<String> command = new ArrayList<>(prefix);
            command.add(isAlone ? "/" + file.getFileName() : file.toString());
            return new ProcessBuilder(command).directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor() == 0;
        } catch (IOException _) {
            return false; // exec format error
        } finally {
            workspace.removeDirectory(directory);
        }
    }

    /** Puts it into a directory. */
    static Path write(Path directory, Machine machine) throws IOException {
        Path file = Files.write(directory.resolve("probe"), machine.probe());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
