package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Dockerfiles and what says which files a build does not see. */
public final class Dockerfiles {
    private Dockerfiles() {}

    /** Reads and parses {@code file}; in messages it is called as it was given. */
    public static Dockerfile read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /** Reads and parses {@code file}; in messages it is called {@code name}. */
    public static Dockerfile read(Path file, String name) throws IOException {
        return Dockerfile.parse(name, text(file));
    }

    /** The Dockerfile of a context when none is named. */
    public static Path defaultFile(Path context) {
        return context.resolve("Dockerfile");
    }

    /** The rules for a Dockerfile: {@code NAME.dockerignore} beside it wins over {@code .dockerignore} in the context. */
    public static Optional<String> readIgnoreFile(Path context, Optional<Path> dockerfile) throws IOException {
        Optional<Path> file = ignoreFile(context, dockerfile);
        return file.isPresent() ? Optional.of(text(file.get())) : Optional.empty();
    }

    /** The one that {@link #readIgnoreFile} reads. */
    static Optional<Path> ignoreFile(Path context, Optional<Path> dockerfile) {
        return Stream.concat(
                dockerfile.stream().map(file -> file.resolveSibling(file.getFileName() + ".dockerignore")),
                Stream.of(context.resolve(".dockerignore")))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Parses the bytes of a Dockerfile that is called {@code name} in messages. */
    public static Dockerfile parse(String name, byte[] bytes) throws IOException {
        return Dockerfile.parse(name, text(name, bytes));
    }

    private static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new InvalidContentException("%s: expected a file, found a directory".formatted(file));
        }
        // a pipe has no size, and /dev/zero no end
        try (InputStream in = Files.newInputStream(file)) {
            return text(file.toString(), in.readNBytes(Dockerfile.MAX_SIZE + 1));
        }
    }

    private static String text(String name, byte[] bytes) throws IOException {
        if (bytes.length > Dockerfile.MAX_SIZE) {
            throw new InvalidContentException("%s: expected at most %d bytes, found more".formatted(name,
                    Dockerfile.MAX_SIZE));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidContentException("%s, line %d: expected UTF-8 text".formatted(name, malformedLine(bytes)),
                    e);
        }
    }

    /** The first line that is not UTF-8. */
    private static int malformedLine(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(rest, CharBuffer.allocate(bytes.length), true);
        int line = 1;
        for (int i = 0; i < rest.position(); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
