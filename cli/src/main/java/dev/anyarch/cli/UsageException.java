package dev.anyarch.cli;

/** The command line cannot be understood. */
final class UsageException extends CommandException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
