package dev.anyarch.store;

import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.Tag;
import java.util.Optional;

/** What must be true of every tag of a write at the moment it happens. */
public sealed interface Precondition {
    Precondition NONE = new None();
    Precondition TAG_ABSENT = new TagAbsent();

    /** Anything: the last writer wins. */
    record None() implements Precondition {}

    /** The tag does not exist yet. */
    record TagAbsent() implements Precondition {}

    /** The tag still points at {@code digest}. */
    record TagAt(Digest digest) implements Precondition {}

    /**
     * Refuses a write to a tag that is not as {@code wanted}.
     *
     * @param current what the tag points at; empty when it does not exist
     * @param place for the message
     */
    static void require(Precondition wanted, Tag tag, Optional<Digest> current, String place)
            throws PreconditionFailedException {
        boolean met = switch (wanted) {
            case None _ -> true;
            case TagAbsent _ -> current.isEmpty();
            case TagAt(Digest digest) -> current.equals(Optional.of(digest));
        };
        if (!met) {
            String expected = wanted instanceof TagAt(Digest digest) ? digest.toString() : "no such tag";
            throw new PreconditionFailedException("move tag %s of %s: expected %s, found %s; read it and try again"
                    .formatted(tag, place, expected, current.map(Digest::toString).orElse("no such tag")));
        }
    }
}
