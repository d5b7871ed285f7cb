package dev.anyarch.cli;

/** The image is there, but not for the platform that was asked for. */
final class NoSuchPlatformException extends CommandException {
    private static final long serialVersionUID = 1;

    NoSuchPlatformException(String message) {
        super(message);
    }
}
