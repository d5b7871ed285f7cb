package dev.anyarch.bake.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Where a build context is: a path seen from the working directory, or something that has to be fetched. */
public final class ContextPath {
    private static final String WORKING_DIRECTORY = "cwd://";
    private static final Pattern REMOTE = Pattern.compile("(?:https?|git|ssh)://.*|git@.*|github\\.com/.*");

    private ContextPath() {}

    /** Whether it is a URL or a git repository. */
    public static boolean isRemote(String text) {
        return REMOTE.matcher(text).matches();
    }

    /** A path without {@code cwd://} and detours, as Go's {@code path.Clean}; what is remote stays as it is. */
    public static String clean(String text) {
        String path = text.startsWith(WORKING_DIRECTORY) ? text.substring(WORKING_DIRECTORY.length()) : text;
        if (isRemote(path)) {
            return path;
        }
        Deque<String> names = new ArrayDeque<>();
        boolean isAbsolute = path.startsWith("/");
        for (String name : path.split("/", -1)) {
            if (name.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".") && !(name.equals("..") && isAbsolute)) {
                names.add(name);
            }
        }
        String joined = String.join("/", names);
        return isAbsolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
