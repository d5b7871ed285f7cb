package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** What stays on disk from one execution to the next. */
public enum KeptKind {
    /** Unpacked layers, which can be unpacked again. */
    LAYER("layers"),
    /** Directories that commands were given to keep something in. */
    CACHE("caches");

    private final String directory;

    KeptKind(String directory) {
        this.directory = directory;
    }

    Path directory(Path root) {
        return root.resolve(directory);
    }

    /** What a process notes when it uses one. */
    String use(String name) {
        return directory + "-" + name;
    }

    /** Held for a moment by everybody who begins to use something, and alone by who removes something. */
    static HeldFile lock(Path root) throws IOException {
        return HeldFile.shared(root.resolve("lock"));
    }

    static HeldFile lockAlone(Path root) throws IOException {
        return HeldFile.alone(root.resolve("lock"));
    }
}
