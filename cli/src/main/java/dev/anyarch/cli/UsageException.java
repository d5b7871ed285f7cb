package dev.anyarch.cli;

/** The command line cannot be understood. */
final class UsageException extends CommandException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /** What somebody typed was refused by the value it should have become. */
    UsageException(IllegalArgumentException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
