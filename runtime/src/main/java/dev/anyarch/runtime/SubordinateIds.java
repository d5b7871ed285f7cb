package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ids that a user may give to others in a user namespace: {@code /etc/subuid} and {@code /etc/subgid}. */
final class SubordinateIds {
    private SubordinateIds() {}

    /** {@code count} ids from {@code first} on. */
    record Grant(long first, long count) {}

    /** Those of a user, who may be listed by name or by number. */
    static List<Grant> of(Path file, String name, long uid) throws IOException {
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), name, uid);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /** Lines that are none are left out, as {@code newuidmap} does. */
    static List<Grant> parse(String text, String name, long uid) {
        List<Grant> grants = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(":", -1);
            if (fields.length == 3 && (fields[0].equals(name) || fields[0].equals(Long.toString(uid)))
                    && fields[1].matches("\\d{1,10}") && fields[2].matches("\\d{1,10}")
                    && Long.parseLong(fields[2]) > 0) {
                grants.add(new Grant(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            }
        }
        return grants;
    }
}
