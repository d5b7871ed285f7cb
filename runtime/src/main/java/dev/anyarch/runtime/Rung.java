package dev.anyarch.runtime;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways to execute programs of images, the best first. The first one that works is taken; each step down loses something.
 */
public enum Rung {
    ROOT("root", "as root, with an OCI runtime", true, true, true), USER_NAMESPACE("userns",
            "in a user namespace with subordinate ids, with an OCI runtime", true, true,
            true), SINGLE_ID("userns-single", "in a user namespace with one id, with an OCI runtime", false, false,
                    true), CHROOT("chroot", "as root with chroot, without mounts", true, true,
                            false), PROOT("proot", "traced by proot, without any privilege", false, false, false);

    private final String word;
    private final String title;
    private final boolean keepsOwners;
    private final boolean hasSeveralUsers;
    private final boolean isolates;

    Rung(String word, String title, boolean keepsOwners, boolean hasSeveralUsers, boolean isolates) {
        this.word = word;
        this.title = title;
        this.keepsOwners = keepsOwners;
        this.hasSeveralUsers = hasSeveralUsers;
        this.isolates = isolates;
    }

    /** The one that people call {@code word}. */
    public static Rung parse(String word) {
        return Arrays.stream(values())
                .filter(rung -> rung.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("executor '%s': expected %s".formatted(word,
                        Arrays.stream(values()).map(Rung::word).collect(Collectors.joining(", ")))));
    }

    /** What it is called in options and reports. */
    public String word() {
        return word;
    }

    /** What it is, for a sentence that begins with "executed". */
    public String title() {
        return title;
    }

    /** Whether files can belong to anybody but one; otherwise changing the owner goes well and does nothing. */
    public boolean keepsOwners() {
        return keepsOwners;
    }

    /** Whether {@code USER} and programs like {@code sudo} become somebody else. */
    public boolean hasSeveralUsers() {
        return hasSeveralUsers;
    }

    /** Whether the program has processes, mounts and, if asked, a network of its own. */
    public boolean isolates() {
        return isolates;
    }

    /** Whether this whole process has to be in a user namespace, so that it can read and remove what is written there. */
    public boolean isInNamespace() {
        return this == USER_NAMESPACE || this == SINGLE_ID;
    }

    /** How emulators come to programs. */
    Set<Execution.Way> ways() {
        return switch (this) {
            case ROOT, USER_NAMESPACE, SINGLE_ID -> Set.of(Execution.Way.PRIVATE, Execution.Way.REGISTERED);
            case CHROOT -> Set.of(Execution.Way.REGISTERED);
            case PROOT -> Set.of(Execution.Way.TRACED);
        };
    }

    /** What every file is at least allowed, so that this process can read and remove it: an ordinary user is no root. */
    int leastMode(boolean isDirectory) {
        if (this != PROOT) {
            return 0;
        }
        return isDirectory ? 0700 : 0600;
    }

    /**
     * The mode that a file has in an image.
     *
     * @param before as the layers below have it
     * @param now as it is on disk
     */
    public int originalMode(int before, int now) {
        return (before | leastMode(false)) == now || (before | leastMode(true)) == now ? before : now;
    }

    /** Where it has its files: those of different rungs have different owners for the same thing. */
    Path directory(Path runtime) {
        return this == ROOT ? runtime : runtime.resolve(word);
    }

    /** As {@link #parse}, of a value that may be missing. */
    public static Optional<Rung> parse(Optional<String> word) {
        return word.map(Rung::parse);
    }
}
