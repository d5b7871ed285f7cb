package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory of a virtual tree, for one thread while it changes. */
final class TreeDirectory implements Directory {
    private TarEntry metadata;
    private final SortedMap<String, Node> children = new TreeMap<>();

    TreeDirectory(TarEntry metadata) {
        this.metadata = metadata;
    }

    @Override
    public TarEntry metadata() {
        return metadata;
    }

    @Override
    public SortedMap<String, Node> children() {
        return Collections.unmodifiableSortedMap(children);
    }

    @Override
    public Optional<Node> child(String name) {
        return Optional.ofNullable(get(name));
    }

    @Nullable
    Node get(String name) {
        return children.get(name);
    }

    void change(TarEntry newMetadata) {
        metadata = newMetadata;
    }

    void put(String name, Node node) {
        children.put(name, node);
    }

    void remove(String name) {
        children.remove(name);
    }

    void clear() {
        children.clear();
    }

    /** A copy whose directories can change on their own; leaves are immutable and shared. */
    TreeDirectory copy() {
        TreeDirectory copy = new TreeDirectory(metadata);
        for (Map.Entry<String, Node> child : children.entrySet()) {
            copy.put(child.getKey(), child.getValue() instanceof TreeDirectory directory
                    ? directory.copy()
                    : child.getValue());
        }
        return copy;
    }
}
