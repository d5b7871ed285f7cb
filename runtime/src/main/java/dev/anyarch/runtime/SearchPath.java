package dev.anyarch.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directories in which programs of this machine are looked for. */
public record SearchPath(List<Path> directories) {
    /** An ordinary user's path often lacks them, but what is in them is for everybody. */
    private static final List<Path> SYSTEM = List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"),
            Path.of("/bin"));

    public SearchPath {
        directories = List.copyOf(directories);
    }

    /** Understands the variable {@code PATH}. */
    public static SearchPath parse(String variable) {
        List<Path> directories = new ArrayList<>();
        for (String directory : variable.split(":", -1)) {
            if (directory.startsWith("/")) {
                directories.add(Path.of(directory));
            }
        }
        SYSTEM.stream().filter(directory -> !directories.contains(directory)).forEach(directories::add);
        return new SearchPath(directories);
    }

    public Optional<Path> find(String program) {
        return directories.stream()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Path require(String program, String debianPackage) throws CannotExecuteException {
        return find(program).orElseThrow(() -> new CannotExecuteException(
                "the program %s is not installed: apt install %s (or what your system calls it)".formatted(program,
                        debianPackage)));
    }
}
