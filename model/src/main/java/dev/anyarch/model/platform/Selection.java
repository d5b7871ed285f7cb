package dev.anyarch.model.platform;

import dev.anyarch.model.Digest;
import java.util.List;
import java.util.Optional;

/** What an engine does with an image when a platform is wanted. */
public sealed interface Selection {

    /** Where the picked candidates stand; empty for a root that is a manifest, and when nothing is picked. */
    List<Position> picked();

    /** What the engine ends up with; empty on an error and where it writes something new. */
    Optional<Digest> digest();

    /** Why there is no result. */
    Optional<SelectionError> error();

    /** One sentence for people. */
    String why();

    /** Every candidate that the engine looked at, in its order. */
    List<Considered> considered();

    /**
     * One manifest, or with some engines one nested index.
     *
     * @param position of it; the root when the root is a manifest
     */
    record One(Position position, Digest pick, String why, List<Considered> considered) implements Selection {
        public One {
            considered = List.copyOf(considered);
        }

        @Override
        public List<Position> picked() {
            return position.isRoot() ? List.of() : List.of(position);
        }

        @Override
        public Optional<Digest> digest() {
            return Optional.of(pick);
        }

        @Override
        public Optional<SelectionError> error() {
            return Optional.empty();
        }
    }

    /**
     * A filter's answer: an index with these entries.
     *
     * @param digest of the root when all of it stays; empty when the filter writes a new index
     */
    record Subset(List<Position> picked, Optional<Digest> digest, String why, List<Considered> considered)
            implements
                Selection {
        public Subset {
            picked = List.copyOf(picked);
            considered = List.copyOf(considered);
        }

        @Override
        public Optional<SelectionError> error() {
            return Optional.empty();
        }
    }

    /**
     * Nothing.
     *
     * @param picked the entry that was picked before it turned out to be unusable
     */
    record None(SelectionError kind, List<Position> picked, String why, List<Considered> considered)
            implements
                Selection {
        public None {
            picked = List.copyOf(picked);
            considered = List.copyOf(considered);
        }

        @Override
        public Optional<Digest> digest() {
            return Optional.empty();
        }

        @Override
        public Optional<SelectionError> error() {
            return Optional.of(kind);
        }
    }
}
