package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;

/** Hears how a copy goes on, from several threads at once; must not block. */
public interface CopyListener {
    CopyListener NONE = new CopyListener() {};

    /** How a blob came to be in the target. */
    enum Outcome {
        /** Its bytes were moved. */
        MOVED,
        /** It was mounted from the source's repository. */
        MOUNTED,
        /** It was there before. */
        PRESENT,
        /** It is for fetching from elsewhere (it has URLs), and the source does not have it. */
        ELSEWHERE
    }

    /** What there is to do, known before the first blob. */
    default void planned(int manifests, int blobs, long bytes) {}

    /** Bytes of a blob went over; negative when an attempt failed and its bytes go over again. */
    default void bytes(Descriptor blob, long count) {}

    default void blob(Descriptor blob, Outcome outcome) {}

    /** A manifest is in the target; the last ones are those that get tags. */
    default void manifest(Descriptor manifest) {}
}
