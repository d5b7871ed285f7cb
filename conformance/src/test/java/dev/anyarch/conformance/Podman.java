package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * podman with a storage of its own.
 *
 * @param program the real program
 * @param storage the options that keep it away from the machine's storage
 */
record Podman(Program program, List<String> storage) {

    /** @param directory with a short path: podman allows 50 characters for what is below it */
    static Podman at(Path directory) {
        return new Podman(Program.require("podman", "podman"), List.of("--root", directory.resolve("root").toString(),
                "--runroot", directory.resolve("run").toString(), "--storage-driver", "vfs"));
    }

    String output(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(storage);
        all.addAll(List.of(arguments));
        return program.output(all.toArray(String[]::new));
    }
}
