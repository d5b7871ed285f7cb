package dev.anyarch.builder.build;

import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerRuntime;
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

    /** The bytes of a secret; empty when nobody gave it. */
    default Optional<byte[]> secret(String id) throws IOException {
        return Optional.empty();
    }
}
