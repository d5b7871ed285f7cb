package dev.anyarch.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An emulator that the kernel starts for programs of another architecture (binfmt_misc).
 *
 * @param interpreter the emulator
 * @param magic what a program has from {@code offset} on, hexadecimal
 * @param mask the bits of it that count, hexadecimal
 * @param flags as the kernel writes them; {@code F}: it is there in every container
 */
record Registration(String name, String interpreter, String flags, int offset, String magic, String mask) {
    static final Path HOST = Path.of("/proc/sys/fs/binfmt_misc");

    /** Those that are enabled; none where the kernel does not tell. */
    static List<Registration> read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.endsWith("register") && !file.endsWith("status"))
                    .sorted()
                    .flatMap(file -> read(file.getFileName() + "", file).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<Registration> read(String name, Path file) {
        try {
            return parse(name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when it is disabled, or goes by the ends of names. */
    static Optional<Registration> parse(String name, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals("enabled")) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space > 0) {
                fields.put(line.substring(0, space), line.substring(space + 1).strip());
            }
        }
        String magic = fields.getOrDefault("magic", "");
        if (magic.isEmpty()) {
            return Optional.empty();
        }
        String mask = fields.getOrDefault("mask", "f".repeat(magic.length()));
        return Optional.of(new Registration(name, fields.getOrDefault("interpreter", ""),
                fields.getOrDefault("flags:", ""), Integer.parseInt(fields.getOrDefault("offset", "0")), magic, mask));
    }

    /** Whether the kernel gives a program that begins so to this emulator. */
    boolean matches(byte[] program) {
        byte[] wanted = HexFormat.of().parseHex(magic);
        byte[] bits = HexFormat.of().parseHex(mask);
        if (program.length < offset + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (((program[offset + i] ^ wanted[i]) & bits[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether set-user-ID programs become who they should. */
    boolean keepsCredentials() {
        return flags.contains("C");
    }

    boolean worksInContainers() {
        return flags.contains("F");
    }
}
