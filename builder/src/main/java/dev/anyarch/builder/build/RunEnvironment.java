package dev.anyarch.builder.build;

import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.Secret;
import dev.anyarch.runtime.SshSource;
import java.io.IOException;
import java.util.Optional;

/**
 * What RUN executes in. Asked for when a build has a RUN and not before, so that one without needs no privileges, no
 * programs and no Linux. The build closes what it gets.
 */
@FunctionalInterface
public interface RunEnvironment {
    /** For builds that execute nothing. */
    RunEnvironment NONE = () -> {
        throw new CannotExecuteException("RUN is not available here");
    };

    /**
     * Opens it.
     *
     * @throws dev.anyarch.runtime.NeedsNamespaceException when it is for a new process to go on; nothing has been built yet
     * @throws CannotExecuteException when this machine has no means to execute
     */
    ContainerRuntime open() throws IOException, InterruptedException;

    /** A secret; empty when nobody gave it. */
    default Optional<Secret> secret(String id) throws IOException {
        return Optional.empty();
    }

    /** Who signs for programs that log in by SSH; empty when nobody was named. */
    default Optional<SshSource> ssh(String id) {
        return Optional.empty();
    }

    /** What all commands have. */
    default RunSettings settings() {
        return RunSettings.DEFAULT;
    }
}
