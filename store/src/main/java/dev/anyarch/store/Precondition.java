package dev.anyarch.store;

import dev.anyarch.model.Digest;

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
}
