package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The ids that a user may give to others in a user namespace: {@code /etc/subuid} and {@code /etc/subgid}. */
final class SubordinateIds {
    private SubordinateIds() {}

    /** {@code count} ids from {@code first} on. */
    record Grant(long first, long count) {}

    /** Where {@code useradd} begins, and how many it gives. */
    private static final long FIRST = 100_000;
    private static final long COUNT = 65_536;

    /** Those of a user, who may be listed by name or by number. */
    static List<Grant> of(Path file, String name, long uid) throws IOException {
        return parse(read(file), name, uid);
    }

    /** Ids for another user, {@code FIRST-LAST}: behind those that anybody has in one of {@code files}. */
    static String free(List<Path> files) throws IOException {
        long first = FIRST;
        for (Path file : files) {
            for (Grant grant : parse(read(file), _ -> true)) {
                first = Math.max(first, grant.first + grant.count);
            }
        }
        return "%d-%d".formatted(first, first + COUNT - 1);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    static List<Grant> parse(String text, String name, long uid) {
        return parse(text, user -> user.equals(name) || user.equals(Long.toString(uid)));
    }

    /** Lines that are none are left out, as {@code newuidmap} does. */
    private static List<Grant> parse(String text, Predicate<String> users) {
        List<Grant> grants = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split(":", -1);
            if (fields.length == 3 && users.test(fields[0]) && fields[1].matches("\\d{1,10}")
                    && fields[2].matches("\\d{1,10}") && Long.parseLong(fields[2]) > 0) {
                grants.add(new Grant(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            }
        }
        return grants;
    }
}
