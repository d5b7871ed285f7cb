package dev.anyarch.builder.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts the items of one COPY or ADD where they belong. For one thread. */
final class TransferWriter {
    private final StageBuild stage;
    private final LayerDraft draft;
    private final Options options;
    private final boolean hasSeveralSources;
    private final boolean isFromImage;

    /** The flags of the instruction. */
    record Options(Optional<Owner> owner, Optional<ModeChange> mode, IgnoreRules excludes) {}

    TransferWriter(StageBuild stage, LayerDraft draft, Options options, boolean hasSeveralSources,
            boolean isFromImage) {
        this.stage = stage;
        this.draft = draft;
        this.options = options;
        this.hasSeveralSources = hasSeveralSources;
        this.isFromImage = isFromImage;
    }

    /** @param destination as written, variables replaced */
    void write(List<TransferItem> items, String destination) throws IOException {
        String absolute = destination.startsWith("/") ? destination : stage.workingDirectory() + "/" + destination;
        TreePath target = draft.tree().resolve("/" + IgnoreRules.clean(absolute), true);
        boolean isDirectory = hasSeveralSources || items.size() > 1 || destination.endsWith("/")
                || destination.equals(".") || destination.endsWith("/.")
                || target.node().filter(Node::isDirectory).isPresent();
        Copies copies = new Copies();
        for (TransferItem item : items) {
            write(copies.of(item), item, target, isDirectory);
        }
    }

    /** Each source is a copy of its own: hard links between two of them are not kept. For one thread. */
    private final class Copies {
        private TreeCopy copy = new TreeCopy(draft, rules(false));
        private String pattern = "";

        TreeCopy of(TransferItem item) {
            if (!(item instanceof TransferItem.WithParents) || !item.name().equals(pattern)) {
                copy = new TreeCopy(draft, rules(false));
                pattern = item.name();
            }
            return copy;
        }
    }

    /**
     * What the items are, wherever they will go and whatever becomes of their owners and modes: the entries that they make in
     * an empty tree, each in a directory of its own.
     */
    static List<LayerEntry> describe(StageBuild stage, List<TransferItem> items, IgnoreRules excludes)
            throws IOException {
        LayerDraft draft = new LayerDraft(new FileTree());
        TransferWriter writer = new TransferWriter(stage, draft,
                new Options(Optional.empty(), Optional.empty(), excludes), true, false);
        Copies copies = writer.new Copies();
        for (int i = 0; i < items.size(); i++) {
            writer.write(copies.of(items.get(i)), items.get(i),
                    new TreePath(List.of(Integer.toString(i)), Optional.empty()), true);
        }
        return draft.entries();
    }

    private void write(TreeCopy files, TransferItem item, TreePath target, boolean isDirectory) throws IOException {
        switch (item) {
            case TransferItem.Plain plain when options.excludes().ignores(plain.fileName()) -> {
            }
            case TransferItem.Plain plain -> {
                TreeCopy copy = plain.isDownloaded() ? new TreeCopy(draft, rules(true)) : files;
                copy.copyLeaf(plain.file(), isDirectory ? within(target, plain) : file(target));
            }
            case TransferItem.Contents contents -> files.copyContents(contents.directory(), target.names());
            case TransferItem.Unpacked unpacked ->
                new TreeCopy(draft, archiveRules()).copyContents(unpacked.directory(), target.names());
            case TransferItem.WithParents withParents -> copyWithParents(files, withParents, target);
        }
    }

    private static List<String> file(TreePath target) throws FileSystemException {
        if (target.names().isEmpty()) {
            throw new FileSystemException("/", null, "expected a file as destination, found the root directory");
        }
        return target.names();
    }

    private List<String> within(TreePath target, TransferItem.Plain plain) throws FileSystemException {
        if (plain.fileName().isEmpty()) {
            throw new FileSystemException(plain.name(), null,
                    "there is no file name in it; end the destination with one");
        }
        List<String> names = new ArrayList<>(target.names());
        names.add(plain.fileName());
        return names;
    }

    private void copyWithParents(TreeCopy files, TransferItem.WithParents item, TreePath target) throws IOException {
        List<String> names = item.match().names();
        List<String> destination = new ArrayList<>(target.names());
        files.makeDirectories(destination);
        for (int i = Math.min(item.pivot(), names.size()); i < names.size() - 1; i++) {
            destination.add(names.get(i));
            Optional<Node> parent = TreePath.resolve(item.root(), String.join("/", names.subList(0, i + 1)), true)
                    .node();
            if (parent.isPresent() && parent.get() instanceof Directory directory) {
                files.copyParent(directory, List.copyOf(destination));
            }
        }
        if (names.size() > item.pivot()) {
            destination.add(names.getLast());
        }
        String path = String.join("/", names.subList(Math.min(item.pivot(), names.size()), names.size()));
        boolean isExcluded = !path.isEmpty() && options.excludes().ignores(path);
        switch (item.match().node()) {
            case Leaf leaf -> {
                if (!isExcluded) {
                    files.copyLeaf(leaf, List.copyOf(destination));
                }
            }
            case Directory directory -> {
                if (!isExcluded && !path.isEmpty()) {
                    files.copyDirectory(directory, List.copyOf(destination));
                }
                if (!isExcluded || options.excludes().canTakeBackBelow(path)) {
                    files.copyContents(directory, List.copyOf(destination), path);
                }
            }
        }
    }

    private TreeCopy.CopyRules rules(boolean isDownloaded) {
        Timestamps timestamps = stage.timestamps();
        UnaryOperator<Instant> time = isFromImage || isDownloaded
                ? timestamps::ofOtherFile
                : timestamps::ofContextFile;
        return new TreeCopy.CopyRules(options.owner(), options.mode(), options.excludes(), time, timestamps.created(),
                false, !isFromImage);
    }

    /** An archive brings its own modes and is taken whole; --chown still decides whose files they are. */
    private TreeCopy.CopyRules archiveRules() {
        Timestamps timestamps = stage.timestamps();
        return new TreeCopy.CopyRules(options.owner(), Optional.empty(), IgnoreRules.NONE, timestamps::ofOtherFile,
                timestamps.created(), true, false);
    }
}
