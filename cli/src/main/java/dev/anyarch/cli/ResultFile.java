package dev.anyarch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that an option names and that gets something when everything else is done. */
record ResultFile(Path path) {

    /** The one that {@code option} names. What keeps it from being written is told now, before anything is made. */
    static Optional<ResultFile> of(Option option, Arguments arguments, Environment environment)
            throws UsageException {
        Optional<Path> path = arguments.value(option).map(environment::path);
        if (path.isPresent()) {
            requireWritable("option " + option.name(), path.get());
        }
        return path.map(ResultFile::new);
    }

    /** @param subject what asks for the file */
    static void requireWritable(String subject, Path path) throws UsageException {
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (Files.isDirectory(path)) {
            throw new UsageException("%s: %s: expected a file, found a directory".formatted(subject, path));
        }
        if (parent != null && !Files.isDirectory(parent)) {
            throw new UsageException("%s: %s: there is no directory %s; make it first".formatted(subject, path,
                    parent));
        }
        if (!Files.isWritable(Files.exists(path) || parent == null ? path : parent)) {
            throw new UsageException("%s: %s: expected a file that can be written, found no permission to"
                    .formatted(subject, path));
        }
    }

    void write(String content) throws IOException {
        Files.writeString(path, content);
    }
}
