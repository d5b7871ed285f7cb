package dev.anyarch.operations.index;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves tags together, in the order given: when one cannot be moved, those moved before are moved back. */
public final class TagMoves {
    private TagMoves() {}

    /** What tags in one store will point at. */
    public record Move(ImageStore store, RawManifest manifest, List<Tag> tags, Precondition precondition) {
        public Move {
            tags = List.copyOf(tags);
        }

        public static Move of(ImageStore store, RawManifest manifest, List<Tag> tags) {
            return new Move(store, manifest, tags, Precondition.NONE);
        }
    }

    /** A tag and what it pointed at before it was moved. */
    private record Before(Move move, Tag tag, Optional<Descriptor> found) {

        /** Moves the tag back, unless it has not moved or somebody else has moved it since. */
        private void restore() throws IOException {
            ImageStore store = move.store;
            boolean moved = store.resolve(tag)
                    .map(Descriptor::digest)
                    .equals(Optional.of(move.manifest.digest()));
            if (!moved || found.map(Descriptor::digest).equals(Optional.of(move.manifest.digest()))) {
                return;
            }
            if (found.isPresent()) {
                store.putManifest(store.fetchManifest(found.get().digest()), List.of(tag));
            } else {
                store.deleteTag(tag);
            }
        }

        /** Empty when the tag is as it was; otherwise what is wrong with it, and what it should be. */
        Optional<String> tryToRestore() {
            try {
                restore();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("%s:%s may be at %s, and could not be %s: %s".formatted(move.store.location(), tag,
                        move.manifest.digest(),
                        found.map(before -> "moved back to " + before.digest()).orElse("removed"), e.getMessage()));
            }
        }
    }

    /**
     * Moves them; everything that the manifests refer to is there. When one of several cannot be moved, a
     * {@link PublishedSoFarException} is suppressed in what is thrown.
     *
     * @throws dev.anyarch.store.PreconditionFailedException when a tag is not as its move wants it
     */
    public static void apply(List<Move> moves) throws IOException {
        boolean single = moves.stream().mapToInt(move -> move.tags.size()).sum() == 1;
        List<Before> before = new ArrayList<>();
        try {
            for (Move move : moves) {
                for (Tag tag : single ? List.<Tag>of() : move.tags) {
                    before.add(new Before(move, tag, move.store.resolve(tag)));
                }
                move.store.putManifest(move.manifest, move.tags, move.precondition);
            }
        } catch (IOException | RuntimeException e) {
            if (!single) {
                e.addSuppressed(new PublishedSoFarException(restore(before)));
            }
            throw e;
        }
    }

    /** Moves back what has moved, and says what came of it. */
    private static String restore(List<Before> before) {
        List<String> left = before.reversed().stream().flatMap(tag -> tag.tryToRestore().stream()).toList();
        return left.isEmpty()
                ? "every tag is where it was"
                : String.join("; ", left);
    }
}
