package dev.anyarch.builder.build;

import dev.anyarch.runtime.ContainerUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The users and groups of a stage: its own {@code /etc/passwd} and {@code /etc/group}. For one thread. */
final class Accounts {
    private static final long MAX_ID = 0xffff_ffffL;
    private static final int HOME = 5;

    private final FileTree tree;
    private final FileReader reader;
    private final Map<String, List<String>> files = new HashMap<>();

    /** How a file is read. */
    interface FileReader {
        InputStream open(TreePath path, Leaf file) throws IOException;
    }

    Accounts(FileTree tree) {
        this(tree, (_, file) -> file.content().open());
    }

    Accounts(FileTree tree, FileReader reader) {
        this.tree = tree;
        this.reader = reader;
    }

    /** Reads everything now, while the content of files is there. */
    Accounts read() throws IOException {
        lines("etc/passwd");
        lines("etc/group");
        return this;
    }

    /**
     * Understands {@code user[:group]}. A number alone is also the group; a name alone has its primary group; a group alone
     * is one of user 0.
     *
     * @throws IllegalArgumentException when a name is not known in the stage, or it is not of this form
     */
    Owner parse(String text) throws IOException {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || text.isEmpty() || parts.length == 2 && parts[1].isEmpty()) {
            throw new IllegalArgumentException("owner '%s': expected USER or USER:GROUP".formatted(text));
        }
        Optional<Long> uid = parts[0].isEmpty() ? Optional.of(0L) : number(parts[0]);
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

    /**
     * Who a command runs as: a number alone is a user whose groups are those of its account, if it has one. Groups that list
     * the user count when no group is named. The primary group is among them, as a login has it.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    ContainerUser login(String text) throws IOException {
        if (text.isEmpty()) {
            return login("0");
        }
        String[] parts = text.split(":", -1);
        if (parts.length == 2) {
            Owner owner = parse(text);
            return new ContainerUser(owner.uid(), owner.gid(), List.of(owner.gid()));
        }
        Optional<Long> uid = number(text);
        Optional<List<String>> account = uid.isPresent()
                ? find("etc/passwd", 4, fields -> number(fields.get(2)).equals(uid))
                : Optional.of(account("etc/passwd", text, 4));
        if (account.isEmpty()) {
            return new ContainerUser(uid.orElseThrow(), 0, List.of(0L));
        }
        long gid = id(account.get(), 3);
        return new ContainerUser(id(account.get(), 2), gid, groups(account.get().getFirst(), gid));
    }

    /** The directory that a user is at home in, {@code /} when nobody says so; {@code text} is what {@link #login} takes. */
    String home(String text) throws IOException {
        String user = text.isEmpty() ? "0" : text.split(":", -1)[0];
        Optional<Long> uid = user.isEmpty() ? Optional.of(0L) : number(user);
        return find("etc/passwd", HOME + 1, fields -> uid.isPresent()
                ? fields.get(2).equals(Long.toString(uid.get()))
                : fields.getFirst().equals(user)).map(fields -> fields.get(HOME))
                .filter(home -> !home.isEmpty())
                .orElse("/");
    }

    private List<Long> groups(String user, long primary) throws IOException {
        NavigableSet<Long> groups = new TreeSet<>(Set.of(primary));
        for (String line : lines("etc/group")) {
            List<String> fields = List.of(line.split(":", -1));
            if (fields.size() >= 4 && List.of(fields.get(3).split(",", -1)).contains(user)) {
                number(fields.get(2)).ifPresent(groups::add);
            }
        }
        return List.copyOf(groups);
    }

    private Optional<List<String>> find(String file, int fields, Predicate<List<String>> wanted) throws IOException {
        return lines(file).stream()
                .map(line -> List.of(line.split(":", -1)))
                .filter(parts -> parts.size() >= fields && wanted.test(parts))
                .findFirst();
    }

    private List<String> account(String file, String name, int fields) throws IOException {
        return find(file, fields, parts -> parts.getFirst().equals(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not in /%s of this image; use a number or add it there".formatted(name, file)));
    }

    private List<String> lines(String file) throws IOException {
        List<String> known = files.get(file);
        if (known == null) {
            known = readLines(file);
            files.put(file, known);
        }
        return known;
    }

    private List<String> readLines(String file) throws IOException {
        TreePath path;
        try {
            path = tree.resolve(file, true);
        } catch (NotADirectoryInPathException | FileSystemLoopException _) {
            return List.of(); // /etc is no directory
        }
        if (path.node().isEmpty() || !(path.node().get() instanceof Leaf leaf) || !leaf.isFile()) {
            return List.of();
        }
        try (InputStream in = reader.open(path, leaf)) {
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
