package dev.anyarch.cli;

/** This machine, or this version, has no means to do what was asked. */
final class CannotException extends CommandException {
    private static final long serialVersionUID = 1;

    CannotException(String message) {
        super(message);
    }

    CannotException(String message, Throwable cause) {
        super(message, cause);
    }
}
