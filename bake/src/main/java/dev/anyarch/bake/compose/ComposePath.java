package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.ContextPath;

/** Paths in a compose file are seen from the directory of the first file, or of the one that was included. */
final class ComposePath {
    private ComposePath() {}

    /** @param base of the file; empty for the working directory */
    static String resolve(String base, String path) {
        if (ContextPath.isRemote(path) || path.startsWith("/") || path.matches("[a-z-]+:.*")) {
            return path;
        }
        return ContextPath.clean(base.isEmpty() ? path : base + "/" + path);
    }

    /** The directory of a file; empty for the working directory. */
    static String directory(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : file.substring(0, slash);
    }
}
