package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a layer will contain. In the order of the paths, so that parents come before what is in them and equal plans are equal
 * lists. For one thread.
 */
final class LayerPlan {
    private final SortedMap<String, Node> nodes = new TreeMap<>();

    void put(String path, Node node) {
        nodes.put(path, node);
    }

    boolean contains(String path) {
        return nodes.containsKey(path);
    }

    /** The entries; the first name of a file with several has the content, the others are hard links to it. */
    List<LayerEntry> entries() {
        IdentityHashMap<Node, String> firstNames = new IdentityHashMap<>();
        List<LayerEntry> entries = new ArrayList<>(nodes.size());
        for (Map.Entry<String, Node> named : nodes.entrySet()) {
            TarEntry metadata = named.getValue().metadata();
            String path = named.getKey();
            if (!(named.getValue() instanceof Leaf leaf)) {
                entries.add(new LayerEntry(metadata.withPath(path), FileContent.EMPTY));
                continue;
            }
            String first = firstNames.putIfAbsent(leaf, path);
            entries.add(first != null && leaf.isFile()
                    ? new LayerEntry(hardLink(path, first, metadata), FileContent.EMPTY)
                    : new LayerEntry(metadata.withPath(path), leaf.content()));
        }
        return List.copyOf(entries);
    }

    private static TarEntry hardLink(String path, String target, TarEntry metadata) {
        return new TarEntry(path, TarType.HARD_LINK, metadata.mode(), metadata.uid(), metadata.gid(), 0,
                metadata.mtime(), target, 0, 0, Collections.emptySortedMap());
    }
}
