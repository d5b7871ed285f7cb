package dev.anyarch.cli;

/**
 * What the program tells its caller; the numbers are a promise to scripts. No record, whose {@code equals} is put together
 * at its first use: the codes of this program are these objects and no others.
 */
public final class ExitCode {
    public static final ExitCode OK = new ExitCode(0);
    /** Checks found something, or a command of RUN failed. */
    public static final ExitCode CHECKS_FAILED = new ExitCode(1);
    /** Unknown option, malformed reference or platform. */
    public static final ExitCode USAGE = new ExitCode(2);
    /** No such repository, tag or digest. */
    public static final ExitCode NOT_FOUND = new ExitCode(3);
    /** Found, but not for the platform asked. */
    public static final ExitCode NO_SUCH_PLATFORM = new ExitCode(4);
    /** Unauthorised or denied. */
    public static final ExitCode DENIED = new ExitCode(5);
    public static final ExitCode RATE_LIMITED = new ExitCode(6);
    /** Registry or network failed. */
    public static final ExitCode UNAVAILABLE = new ExitCode(7);
    /** Digest or size mismatch, malformed manifest. */
    public static final ExitCode INVALID_CONTENT = new ExitCode(8);
    /** The tag moved, the set is incomplete, the name is taken. */
    public static final ExitCode PRECONDITION_FAILED = new ExitCode(9);
    /** This machine cannot: no runtime, no emulator, no privilege, no space. */
    public static final ExitCode CANNOT = new ExitCode(10);
    /** A defect in anyarch. */
    public static final ExitCode DEFECT = new ExitCode(70);
    /** {@code run} failed before the program began: none of the codes that a program has by custom. */
    public static final ExitCode NOT_STARTED = new ExitCode(125);
    public static final ExitCode INTERRUPTED = new ExitCode(130);

    private final int number;

    private ExitCode(int number) {
        this.number = number;
    }

    /** That of a program that was executed. */
    static ExitCode ofProgram(int number) {
        return number == 0 ? OK : new ExitCode(number);
    }

    public int number() {
        return number;
    }

    @Override
    public String toString() {
        return "exit code " + number;
    }
}
