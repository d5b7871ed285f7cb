package dev.anyarch.runtime;

import java.nio.file.Path;
import java.util.List;

/** Who signs for a program that logs in somewhere by SSH; the keys themselves are never given to it. */
public sealed interface SshSource {

    /** An agent that is running. */
    record Agent(Path socket) implements SshSource {}

    /** Private keys, for which an agent is started that ends with this process. */
    record Keys(List<Path> files) implements SshSource {
        public Keys {
            files = List.copyOf(files);
        }
    }
}
