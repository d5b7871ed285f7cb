package dev.anyarch.cli;

import dev.anyarch.model.platform.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How this machine executes a program of another platform: itself, or with a QEMU from PATH. */
final class Emulators {
    private final Platform host;
    private final List<Path> path;

    Emulators(Platform host, String pathVariable) {
        this.host = host;
        this.path = Stream.of(pathVariable.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
    }

    /**
     * What comes before the program on the command line: nothing for the machine's own, an emulator for others; empty when
     * there is neither.
     */
    Optional<List<String>> prefix(Platform platform) {
        if (platform.isSameAs(host)) {
            return Optional.of(List.of());
        }
        if (!host.os().equals("linux") || !platform.os().equals("linux")) {
            return Optional.empty();
        }
        return emulator(platform.normalized().architecture()).map(List::of);
    }

    private Optional<String> emulator(String architecture) {
        String name = switch (architecture) {
            case "386" -> "i386";
            case "amd64" -> "x86_64";
            case "arm64" -> "aarch64";
            case String other -> other;
        };
        return Stream.of("qemu-" + name + "-static", "qemu-" + name)
                .flatMap(program -> path.stream().map(directory -> directory.resolve(program)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
