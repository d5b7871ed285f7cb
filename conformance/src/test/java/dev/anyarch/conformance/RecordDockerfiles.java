package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what a builder makes of every case, or of those that are named: {@code RecordDockerfiles BUILDER DIRECTORY [CASE]...},
 * where BUILDER is the address of a
 * running BuildKit (as {@code conformance/record-dockerfiles.sh} calls it), or {@code anyarch}, {@code docker} or
 * {@code buildah}, to compare with {@code diff}.
 */
final class RecordDockerfiles {
    private RecordDockerfiles() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[1]);
        List<String> names = List.of(arguments).subList(2, arguments.length);
        Path home = Files.createTempDirectory("anyarch-record");
        try (DockerfileBuilder builder = builder(arguments[0], home)) {
            for (DockerfileCase given : DockerfileCase.all()) {
                boolean isWanted = names.isEmpty() || names.contains(given.name());
                if (isWanted && !given.without().containsKey(arguments[0])) {
                    record(given, builder, target.resolve(given.name() + ".expected"));
                }
            }
        } finally {
            delete(home);
        }
    }

    private static DockerfileBuilder builder(String name, Path home) throws IOException, InterruptedException {
        return switch (name) {
            case "anyarch" -> DockerfileBuilder.anyarch(home);
            case "docker" -> DockerfileBuilder.docker(DockerDaemon.start(home));
            case "buildah" -> DockerfileBuilder.buildah(home);
            default -> DockerfileBuilder.buildKit(name);
        };
    }

    private static void record(DockerfileCase given, DockerfileBuilder builder, Path file)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("anyarch-record");
        try {
            Files.writeString(file, builder.text(given, directory));
        } catch (AssertionError e) {
            System.err.printf("%s: not recorded: %s%n", given, e.getMessage());
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
