package dev.anyarch.cli;

/** What the program tells its caller; the numbers are a promise to scripts. */
public enum ExitCode {
    OK(0),
    /** Checks found something, or a command of RUN failed. */
    CHECKS_FAILED(1),
    /** Unknown option, malformed reference or platform. */
    USAGE(2),
    /** No such repository, tag or digest. */
    NOT_FOUND(3),
    /** Found, but not for the platform asked. */
    NO_SUCH_PLATFORM(4),
    /** Unauthorised or denied. */
    DENIED(5), RATE_LIMITED(6),
    /** Registry or network failed. */
    UNAVAILABLE(7),
    /** Digest or size mismatch, malformed manifest. */
    INVALID_CONTENT(8),
    /** The tag moved, the set is incomplete, the name is taken. */
    PRECONDITION_FAILED(9),
    /** This machine cannot: no runtime, no emulator, no privilege, no space. */
    CANNOT(10),
    /** A defect in anyarch. */
    DEFECT(70), INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
