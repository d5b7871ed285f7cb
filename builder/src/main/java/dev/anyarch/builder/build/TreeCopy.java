package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Copies from one tree into a draft of a layer, as COPY and ADD do: a directory gives its content, so that the one it goes to
 * keeps its metadata, but for the time where the layer makes it, while those below it take over the metadata of their like; hard links stay together. For one thread.
 */
final class TreeCopy {
    /** What {@code --chmod} says of directories that are made on the way, without set-ID and sticky bits. */
    private static final int PERMISSIONS = 0777;

    private final LayerDraft draft;
    private final CopyRules rules;
    private final IdentityHashMap<Leaf, Leaf> copied = new IdentityHashMap<>();

    TreeCopy(LayerDraft draft, CopyRules rules) {
        this.draft = draft;
        this.rules = rules;
    }

    /**
     * How metadata changes on the way.
     *
     * @param owner of everything, when given
     * @param mode of everything, when given; a symbolic one changes modes, and so not those of directories that the copy
     *            makes
     * @param excludes paths from the source
     * @param time of a file, from its own
     * @param created the time of directories that the copy makes
     * @param isArchive whether what is of another type gives way, and directories that nobody described change nothing
     * @param refusesDevices whether a device is a mistake
     */
    record CopyRules(Optional<Owner> owner, Optional<ModeChange> mode, IgnoreRules excludes,
            UnaryOperator<Instant> time, Instant created, boolean isArchive, boolean refusesDevices) {}

    /** Copies what is in {@code source} into the directory {@code destination}, which is made when it is missing. */
    void copyContents(Directory source, List<String> destination) throws IOException {
        copyContents(source, destination, "");
    }

    /**
     * As {@link #copyContents(Directory, List)}.
     *
     * @param path of the directory as exclusions have it
     */
    void copyContents(Directory source, List<String> destination, String path) throws IOException {
        makeDirectories(destination);
        Optional<Node> made = draft.contains(destination) ? draft.find(destination) : Optional.empty();
        if (made.isPresent() && !rules.isArchive && !FileTree.isImplied(source)) {
            Instant time = rules.time.apply(source.metadata().mtime());
            draft.put(destination, new TreeDirectory(made.get().metadata().withMtime(time)));
        }
        copyChildren(source, destination, path);
    }

    /** Copies something that is no directory to the path {@code destination}. */
    void copyLeaf(Leaf source, List<String> destination) throws IOException {
        makeDirectories(destination.subList(0, destination.size() - 1));
        put(source, destination);
    }

    /** Copies a directory itself with its metadata, without what is in it. */
    void copyDirectory(Directory source, List<String> destination) throws IOException {
        Optional<Node> existing = draft.find(destination);
        requireDirectory(destination, existing);
        boolean isThere = existing.filter(Node::isDirectory).isPresent();
        boolean onlyImplied = rules.isArchive && FileTree.isImplied(source);
        if (!onlyImplied) {
            draft.put(destination, directory(source.metadata()));
        } else if (!isThere) {
            // an archive that does not list it says nothing of its owner, nor does --chown (as BuildKit has it)
            draft.put(destination, new TreeDirectory(timed(source.metadata())));
        }
    }

    /** Makes a directory as it is above the source, but for the time; one that exists takes its mode only (as BuildKit has it). */
    void copyParent(Directory source, List<String> destination) throws IOException {
        Optional<Node> existing = draft.find(destination);
        requireDirectory(destination, existing);
        draft.put(destination, existing
                .map(directory -> new TreeDirectory(directory.metadata().withMode(source.metadata().mode())))
                .orElseGet(() -> new TreeDirectory(changed(source.metadata(), true).withMtime(rules.created))));
    }

    private void requireDirectory(List<String> destination, Optional<Node> existing) throws FileSystemException {
        if (!rules.isArchive && existing.isPresent() && !existing.get().isDirectory()) {
            throw inTheWay(destination, "a directory", existing.get());
        }
    }

    void makeDirectories(List<String> names) throws IOException {
        TarEntry metadata = TarEntry.directory(".", 0755).withMtime(rules.created);
        boolean hasMode = rules.mode.filter(ModeChange.Octal.class::isInstance).isPresent();
        TarEntry changed = changed(metadata, hasMode);
        draft.makeDirectories(names, new TreeDirectory(changed.withMode(changed.mode() & PERMISSIONS)));
    }

    private void copyChildren(Directory source, List<String> destination, String path) throws IOException {
        for (Map.Entry<String, Node> child : source.children().entrySet()) {
            String childPath = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
            boolean excluded = !rules.excludes.isEmpty() && rules.excludes.ignores(childPath);
            List<String> target = new ArrayList<>(destination);
            target.add(child.getKey());
            switch (child.getValue()) {
                case Leaf leaf -> {
                    if (!excluded) {
                        put(leaf, List.copyOf(target));
                    }
                }
                case Directory directory -> {
                    if (!excluded || rules.excludes.canTakeBackBelow(childPath)) {
                        if (!excluded) {
                            copyDirectory(directory, target);
                        }
                        copyChildren(directory, target, childPath);
                    }
                }
            }
        }
    }

    private void put(Leaf source, List<String> destination) throws IOException {
        if (rules.refusesDevices && source.metadata().type().isDevice()) {
            throw new FileSystemException("/" + String.join("/", destination), null,
                    "the source is a device; a build takes files, directories and links");
        }
        Optional<Node> existing = draft.find(destination);
        if (!rules.isArchive && existing.isPresent() && existing.get().isDirectory()) {
            throw inTheWay(destination, LayerDraft.kind(source), existing.get());
        }
        makeDirectories(destination.subList(0, destination.size() - 1));
        draft.put(destination, copied.computeIfAbsent(source,
                leaf -> leaf.with(timed(changed(leaf.metadata(), !leaf.isSymbolicLink())))));
    }

    private TreeDirectory directory(TarEntry metadata) {
        return new TreeDirectory(timed(changed(metadata, true)));
    }

    private TarEntry changed(TarEntry metadata, boolean hasMode) {
        TarEntry owned = rules.owner.map(owner -> metadata.withOwner(owner.uid(), owner.gid())).orElse(metadata);
        boolean isDirectory = metadata.type() == TarType.DIRECTORY;
        return hasMode
                ? rules.mode.map(mode -> owned.withMode(mode.apply(owned.mode(), isDirectory))).orElse(owned)
                : owned;
    }

    private TarEntry timed(TarEntry metadata) {
        return metadata.withMtime(rules.time.apply(metadata.mtime()));
    }

    private static FileSystemException inTheWay(List<String> path, String source, Node existing) {
        String hint = existing.isSymbolicLink() ? "; copy to where the link leads" : "";
        return new FileSystemException("/" + String.join("/", path), null,
                "cannot put %s in place of %s%s".formatted(source, LayerDraft.kind(existing), hint));
    }
}
