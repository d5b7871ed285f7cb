package dev.anyarch.builder.build;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A path resolved within a root, which nothing leads out of: {@code ..} stops at the root, an absolute link begins there.
 *
 * @param names from the root, without symbolic links as far as the path exists
 * @param node what is there
 */
record TreePath(List<String> names, Optional<Node> node) {
    private static final int MAX_LINKS = 40;

    TreePath {
        names = List.copyOf(names);
    }

    /**
     * Follows {@code path}, and the link that its last name may be when {@code followsLast}.
     *
     * @throws FileSystemLoopException when there are more than 40 links in the way
     */
    static TreePath resolve(Directory root, String path, boolean followsLast) throws IOException {
        Deque<String> pending = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
        List<String> names = new ArrayList<>();
        List<Directory> parents = new ArrayList<>(List.of(root));
        int links = 0;
        while (!pending.isEmpty()) {
            String name = pending.removeFirst();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                    parents.removeLast();
                }
                continue;
            }
            Optional<Node> child = parents.getLast().child(name);
            boolean isLast = pending.stream().allMatch(rest -> rest.isEmpty() || rest.equals("."));
            if (child.isPresent() && child.get().isSymbolicLink() && (!isLast || followsLast)) {
                if (++links > MAX_LINKS) {
                    throw new FileSystemLoopException(path + ": more than 40 symbolic links in the way");
                }
                String target = child.get().metadata().linkName();
                if (target.startsWith("/")) {
                    names.clear();
                    parents.subList(1, parents.size()).clear();
                }
                Arrays.asList(target.split("/", -1)).reversed().forEach(pending::addFirst);
                continue;
            }
            names.add(name);
            if (child.isPresent() && child.get() instanceof Directory directory) {
                parents.add(directory);
            } else {
                return ended(names, pending, child, path);
            }
        }
        return new TreePath(names, Optional.of(parents.getLast()));
    }

    /** The path goes on below something that is no directory, or not there. */
    private static TreePath ended(List<String> names, Deque<String> pending, Optional<Node> last, String path)
            throws IOException {
        List<String> rest = pending.stream().filter(name -> !name.isEmpty() && !name.equals(".")).toList();
        if (rest.isEmpty()) {
            return new TreePath(names, last);
        }
        if (last.isPresent()) {
            throw new NotADirectoryInPathException(path, String.join("/", names));
        }
        for (String name : rest) {
            if (!name.equals("..")) {
                names.add(name);
            } else if (!names.isEmpty()) {
                names.removeLast();
            }
        }
        return new TreePath(names, Optional.empty());
    }

    /** Without a slash in front; {@code ""} for the root. */
    String text() {
        return String.join("/", names);
    }
}
