package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of this machine with the libraries it needs, for images that have none. */
final class DynamicProgram {
    private DynamicProgram() {}

    /**
     * Copies it.
     *
     * @param target a directory, which gets everything at its path on this machine
     */
    static void copy(String program, String debianPackage, Path target) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("-L", "--parents", Program.require(program, debianPackage).executable().toString()));
        Program.require("ldd", "libc-bin")
                .output(command.getLast())
                .lines()
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .filter(word -> word.startsWith("/"))
                .forEach(command::add);
        command.add(target.toString());
        Program.require("cp", "coreutils").output(command.toArray(String[]::new));
    }
}
