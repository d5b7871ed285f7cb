package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.Rung;
import dev.anyarch.runtime.UpperChange;
import dev.anyarch.runtime.UpperDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command changed becomes the next layer. Directories that were only copied to reach what is in them are left out, and
 * so is the deletion of what was never there. For one thread.
 */
final class RunChanges {
    private final StageBuild stage;
    private final UpperDirectory upper;
    private final Rung rung;
    private final ContainerUser user;
    private final Map<UpperChange.FileIdentity, Leaf> files = new HashMap<>();

    /**
     * What {@code upper} holds.
     *
     * @param rung by which it was executed; where files cannot have different owners, those that were there keep theirs
     * @param user who owns the new ones then
     */
    RunChanges(StageBuild stage, UpperDirectory upper, Rung rung, ContainerUser user) {
        this.stage = stage;
        this.upper = upper;
        this.rung = rung;
        this.user = user;
    }

    /** The entries of the layer, none when nothing has changed; the tree of the stage has the changes then. */
    List<LayerEntry> apply() throws IOException, InterruptedException {
        LayerDraft draft = new LayerDraft(stage.files().tree());
        boolean isCleared = false;
        for (UpperChange change : upper.changes()) {
            List<String> names = List.of(change.path().split("/", -1));
            FileTree.requireDepth(names);
            switch (change) {
                case UpperChange.Deleted _ -> draft.delete(names);
                case UpperChange.Cleared _ -> draft.clear(names);
                case UpperChange.Written written -> put(draft, names, written, isCleared);
            }
            isCleared = change instanceof UpperChange.Cleared;
        }
        return draft.entries();
    }

    private void put(LayerDraft draft, List<String> names, UpperChange.Written written, boolean isCleared)
            throws IOException {
        TarEntry entry = written.entry().withMtime(stage.timestamps().ofOtherFile(written.entry().mtime()));
        Optional<Node> existing = entry.type() == TarType.DIRECTORY || !rung.keepsOwners()
                ? draft.find(names)
                : Optional.empty();
        TarEntry metadata = owned(entry, existing);
        switch (metadata.type()) {
            case DIRECTORY -> {
                if (isCleared || existing.isEmpty() || !isSame(existing.get(), metadata)) {
                    draft.put(names, new TreeDirectory(metadata));
                }
            }
            case FILE, SYMBOLIC_LINK, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, HARD_LINK ->
                draft.put(names, leaf(written, metadata));
        }
    }

    private Leaf leaf(UpperChange.Written written, TarEntry metadata) {
        Leaf leaf = new Leaf(metadata,
                metadata.size() > 0 ? new FileContent.Written(upper, written.path()) : FileContent.EMPTY);
        return written.shared()
                .map(file -> Objects.requireNonNullElse(files.putIfAbsent(file, leaf), leaf))
                .orElse(leaf);
    }

    private TarEntry owned(TarEntry entry, Optional<Node> existing) {
        if (rung.keepsOwners()) {
            return entry;
        }
        return existing.map(Node::metadata)
                .filter(before -> before.type() == entry.type())
                .map(before -> entry.withOwner(before.uid(), before.gid())
                        .withMode(rung.originalMode(before.mode(), entry.mode())))
                .orElseGet(() -> entry.withOwner(user.uid(), user.gid()));
    }

    /** Whether the directory is as the layers below have it; archives know whole seconds. */
    private static boolean isSame(Node existing, TarEntry metadata) {
        TarEntry before = existing.metadata();
        return existing instanceof Directory directory && !FileTree.isImplied(directory)
                && before.mode() == metadata.mode() && before.uid() == metadata.uid()
                && before.gid() == metadata.gid() && before.xattrs().equals(metadata.xattrs())
                && before.mtime().getEpochSecond() == metadata.mtime().getEpochSecond();
    }
}
