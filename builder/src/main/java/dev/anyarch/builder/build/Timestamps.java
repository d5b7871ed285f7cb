package dev.anyarch.builder.build;

import java.time.Instant;

/** Which times go into new layers, configs and histories. */
public sealed interface Timestamps {
    /** Files of the context get 1970, because a checkout gives them the time it was made at; other sources keep theirs. */
    record Fixed() implements Timestamps {}

    /** Nothing is later than {@code epoch} ({@code SOURCE_DATE_EPOCH}); what is older keeps its time. */
    record Clamped(Instant epoch) implements Timestamps {}

    /** Every file keeps its time, so the digest changes with it. */
    record Source() implements Timestamps {}

    /** The time of a file that comes from the context. */
    default Instant ofContextFile(Instant mtime) {
        return switch (this) {
            case Fixed _ -> Instant.EPOCH;
            case Clamped clamped -> earlier(mtime, clamped.epoch);
            case Source _ -> mtime;
        };
    }

    /** The time of a file that comes from a stage, an image, an archive or a URL, where it does not depend on a checkout. */
    default Instant ofOtherFile(Instant mtime) {
        return switch (this) {
            case Fixed _,Source _ -> mtime;
            case Clamped clamped -> earlier(mtime, clamped.epoch);
        };
    }

    /** The time of what the build itself makes: directories, history, config. */
    default Instant created() {
        return switch (this) {
            case Fixed _,Source _ -> Instant.EPOCH;
            case Clamped clamped -> clamped.epoch;
        };
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
