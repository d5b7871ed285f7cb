package dev.anyarch.cli;

import java.io.IOException;

/** A command ends here for a reason that only the command line knows; the kinds have exit codes of their own. */
abstract sealed class CommandException extends IOException
        permits UsageException, CannotException {
    private static final long serialVersionUID = 1;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
