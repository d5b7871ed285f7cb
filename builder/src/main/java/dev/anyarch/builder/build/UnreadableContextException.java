package dev.anyarch.builder.build;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something of the build context cannot be read, or is not what it was when the build began: not the Dockerfile's fault. */
public final class UnreadableContextException extends FileSystemException {
    private static final long serialVersionUID = 1;

    private UnreadableContextException(Path path, String problem) {
        super(HostNames.shown(path), null, problem);
    }

    static UnreadableContextException denied(Path path, Exception cause) {
        return caused(path, "permission denied; make it readable or list it in .dockerignore", cause);
    }

    static UnreadableContextException gone(Path path, Exception cause) {
        return caused(path, "it is gone; did the context change during the build?", cause);
    }

    static UnreadableContextException changed(Path path) {
        return new UnreadableContextException(path, "it changed during the build; build again");
    }

    private static UnreadableContextException caused(Path path, String problem, Exception cause) {
        UnreadableContextException exception = new UnreadableContextException(path, problem);
        exception.initCause(cause);
        return exception;
    }
}
