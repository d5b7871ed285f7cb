package dev.anyarch.runtime;

import dev.anyarch.model.json.Json;

/**
 * What a program is kept from.
 *
 * @param isPrivileged whether it may do everything that the caller may; {@code capabilities},
 *     {@code seesSystemPaths} and the usual {@code calls} have no meaning then, but a profile has
 * @param keepsPrivileges whether set-user-ID programs change nothing
 * @param seesSystemPaths whether nothing of {@code /proc} and {@code /sys} is hidden or read-only
 * @param hasReadOnlyRoot whether it can write to mounts only
 */
public record Confinement(boolean isPrivileged, Capabilities capabilities, SystemCalls calls, boolean keepsPrivileges,
        boolean seesSystemPaths, boolean hasReadOnlyRoot) {
    public static final Confinement USUAL = new Confinement(false, Capabilities.USUAL, new SystemCalls.Usual(), false,
            false, false);

    /** Which system calls it may make. */
    public sealed interface SystemCalls {
        /** Those that are no danger to the machine. */
        record Usual() implements SystemCalls {}

        /** All. */
        record All() implements SystemCalls {}

        /** What a profile says, as Docker and the OCI have it. */
        record Profile(Json.Obj document) implements SystemCalls {}
    }

    public Confinement withPrivileged(boolean newPrivileged) {
        return new Confinement(newPrivileged, capabilities, calls, keepsPrivileges, seesSystemPaths, hasReadOnlyRoot);
    }

    public Confinement withKeptPrivileges(boolean newKeepsPrivileges) {
        return new Confinement(isPrivileged, capabilities, calls, newKeepsPrivileges, seesSystemPaths, hasReadOnlyRoot);
    }

    public Confinement withCalls(SystemCalls newCalls) {
        return new Confinement(isPrivileged, capabilities, newCalls, keepsPrivileges, seesSystemPaths, hasReadOnlyRoot);
    }

    public Confinement withSystemPaths() {
        return new Confinement(isPrivileged, capabilities, calls, keepsPrivileges, true, hasReadOnlyRoot);
    }

    /**
     * For where nothing can be mounted, and where no OCI runtime sees to it.
     *
     * @throws CannotExecuteException when it takes one
     */
    void requirePossible(String rung) throws CannotExecuteException {
        String what;
        if (hasReadOnlyRoot) {
            what = "a read-only root file system";
        } else if (!capabilities.dropped().isEmpty()) {
            what = "fewer capabilities";
        } else if (calls instanceof SystemCalls.Profile) {
            what = "a profile of system calls";
        } else {
            return;
        }
        throw new CannotExecuteException(
                "%s cannot be had by %s; 'anyarch doctor' tells what the other ways to execute need"
                        .formatted(what, rung));
    }
}
