package dev.anyarch.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for bytes in files, whatever they are files of. */
final class BytesOnDisk {
    private BytesOnDisk() {}

    /** The files below {@code directory} that contain {@code text}, and those whose names do. */
    static List<Path> find(Path directory, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                if (file.toString().contains(text)
                        || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && contains(file, text)) {
                    found.add(file);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    private static boolean contains(Path file, String text) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException _) {
            return false; // it was there for a moment only
        }
    }
}
