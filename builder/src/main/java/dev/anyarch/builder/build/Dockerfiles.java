package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

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
        if (dockerfile.isPresent()) {
            Path own = dockerfile.get().resolveSibling(dockerfile.get().getFileName() + ".dockerignore");
            if (Files.isRegularFile(own)) {
                return Optional.of(text(own));
            }
        }
        Path shared = context.resolve(".dockerignore");
        return Files.isRegularFile(shared) ? Optional.of(text(shared)) : Optional.empty();
    }

    /** Parses the bytes of a Dockerfile that is called {@code name} in messages. */
    public static Dockerfile parse(String name, byte[] bytes) throws IOException {
        return Dockerfile.parse(name, text(name, bytes));
    }

    private static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; name another one with -f");
        }
        if (Files.size(file) > Dockerfile.MAX_SIZE) {
            throw tooLarge(file.toString(), Files.size(file));
        }
        return text(file.toString(), Files.readAllBytes(file));
    }

    private static String text(String name, byte[] bytes) throws IOException {
        if (bytes.length > Dockerfile.MAX_SIZE) {
            throw tooLarge(name, bytes.length);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidContentException("%s: expected UTF-8 text".formatted(name), e);
        }
    }

    private static InvalidContentException tooLarge(String name, long size) {
        return new InvalidContentException("%s: expected at most %d bytes, found %d".formatted(name,
                Dockerfile.MAX_SIZE, size));
    }
}
