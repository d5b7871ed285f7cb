package dev.anyarch.builder.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The users and groups of a stage: its own {@code /etc/passwd} and {@code /etc/group}. */
final class Accounts {
    private static final long MAX_ID = 0xffff_ffffL;

    private final FileTree tree;

    Accounts(FileTree tree) {
        this.tree = tree;
    }

    /**
     * Understands {@code user[:group]}. A number alone is also the group; a name alone has its primary group.
     *
     * @throws IllegalArgumentException when a name is not known in the stage, or it is not of this form
     */
    Owner parse(String text) throws IOException {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || parts[0].isEmpty() || parts.length == 2 && parts[1].isEmpty()) {
            throw new IllegalArgumentException("owner '%s': expected USER or USER:GROUP".formatted(text));
        }
        Optional<Long> uid = number(parts[0]);
        if (parts.length == 1) {
            if (uid.isPresent()) {
                return new Owner(uid.get(), uid.get());
            }
            List<String> account = account("etc/passwd", parts[0], 4);
            return new Owner(id(account, 2), id(account, 3));
        }
        Optional<Long> gid = number(parts[1]);
        return new Owner(uid.isPresent() ? uid.get() : id(account("etc/passwd", parts[0], 4), 2),
                gid.isPresent() ? gid.get() : id(account("etc/group", parts[1], 3), 2));
    }

    private List<String> account(String file, String name, int fields) throws IOException {
        for (String line : lines(file)) {
            List<String> parts = List.of(line.split(":", -1));
            if (parts.size() >= fields && parts.getFirst().equals(name)) {
                return parts;
            }
        }
        throw new IllegalArgumentException(
                "'%s' is not in /%s of this stage; use a number or add it there".formatted(name, file));
    }

    private List<String> lines(String file) throws IOException {
        Optional<Node> node = tree.resolve(file, true).node();
        if (node.isEmpty() || !(node.get() instanceof Leaf leaf) || !leaf.isFile()) {
            return List.of();
        }
        try (InputStream in = leaf.content().open()) {
            return new String(in.readNBytes(BuildLimits.MAX_ACCOUNT_FILE), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static long id(List<String> account, int field) {
        return number(account.get(field)).orElseThrow(() -> new IllegalArgumentException(
                "account '%s': expected a number, found '%s'".formatted(account.getFirst(), account.get(field))));
    }

    private static Optional<Long> number(String text) {
        if (!text.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        if (number > MAX_ID) {
            throw new IllegalArgumentException("id %d: expected at most %d".formatted(number, MAX_ID));
        }
        return Optional.of(number);
    }
}
