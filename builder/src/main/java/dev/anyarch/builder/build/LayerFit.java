package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a layer looks on disk above certain others. Engines apply a layer on what is below: a directory that it does not list
 * keeps the owner and mode it has there, and a link in the way is followed. An overlay merges directories that know nothing
 * of each other, so what a layer takes from below is made part of it, and of its name on disk. Most layers take nothing, and
 * are shared by everything that has them.
 *
 * @param inherited directories of the layers below that this one puts something into
 * @param moved directories that this one names through a link, and where they are
 */
record LayerFit(Digest diffId, SortedMap<String, TarEntry> inherited, SortedMap<String, String> moved) {
    /** Short, because the kernel takes one page of names, and long enough for nobody to find two with the same. */
    private static final int NAME_LENGTH = 24;

    /**
     * Fits a layer to others.
     *
     * @param below the tree of the layers below
     */
    static LayerFit of(Digest diffId, List<LayerEntry> entries, FileTree below) throws IOException {
        SortedMap<String, TarEntry> inherited = new TreeMap<>();
        SortedMap<String, String> moved = new TreeMap<>();
        if (below.root().children().isEmpty()) { // as for the lowest layer of every image
            return new LayerFit(diffId, inherited, moved);
        }
        Set<String> listed = new HashSet<>();
        for (LayerEntry entry : entries) {
            if (entry.header().type() == TarType.DIRECTORY) {
                listed.add(cleaned(entry.header().path()));
            }
        }
        Set<String> seen = new HashSet<>(listed);
        for (LayerEntry entry : entries) {
            String parent = parent(cleaned(entry.header().path()));
            if (!parent.isEmpty() && seen.add(parent)) {
                TreePath resolved = below.resolve(parent, true);
                if (!resolved.text().equals(parent)) {
                    moved.put(parent, resolved.text());
                }
                inherit(resolved.names(), listed, below, inherited);
            }
        }
        return new LayerFit(diffId, inherited, moved);
    }

    private static void inherit(List<String> names, Set<String> listed, FileTree below,
            SortedMap<String, TarEntry> inherited) throws IOException {
        Directory directory = below.root();
        for (int i = 0; i < names.size(); i++) {
            if (!(directory.child(names.get(i)).orElse(null) instanceof Directory next)) {
                return;
            }
            String path = String.join("/", names.subList(0, i + 1));
            if (!listed.contains(path) && !FileTree.isImplied(next)) {
                inherited.put(path, next.metadata().withPath(path));
            }
            directory = next;
        }
    }

    /** The name on disk of a layer that takes nothing from below. */
    static String plainName(Digest diffId) {
        return diffId.encoded().substring(0, NAME_LENGTH);
    }

    /** Whether it takes nothing from below, so that it is on disk as it is in its archive. */
    boolean isPlain() {
        return inherited.isEmpty() && moved.isEmpty();
    }

    String name() {
        return plainName(digest());
    }

    private Digest digest() {
        if (isPlain()) {
            return diffId;
        }
        KeyWriter key = new KeyWriter("layer above others").add(diffId.toString()).add(inherited.size());
        for (TarEntry directory : inherited.values()) {
            key.add(directory.path()).add(directory.mode()).add(directory.uid()).add(directory.gid());
            key.add(directory.mtime().toString());
            key.add(directory.xattrs().size());
            for (Map.Entry<String, XattrValue> xattr : directory.xattrs().entrySet()) {
                key.add(xattr.getKey()).add(HexFormat.of().formatHex(xattr.getValue().bytes()));
            }
        }
        return key.addAll(moved).digest();
    }

    /** The layer with what it takes from below. */
    LayerSource fitted(LayerSource layer) {
        if (isPlain()) {
            return layer;
        }
        return consumer -> {
            for (TarEntry directory : inherited.values()) {
                consumer.accept(directory, InputStream.nullInputStream());
            }
            layer.forEach((entry, content) -> consumer.accept(moved(entry), content));
        };
    }

    private TarEntry moved(TarEntry entry) {
        if (moved.isEmpty()) {
            return entry;
        }
        TarEntry placed = entry.withPath(moved(entry.path()));
        return entry.type() != TarType.HARD_LINK
                ? placed
                : new TarEntry(placed.path(), TarType.HARD_LINK, entry.mode(), entry.uid(), entry.gid(), 0,
                        entry.mtime(), moved(entry.linkName()), 0, 0, entry.xattrs());
    }

    private String moved(String path) {
        String cleaned = cleaned(path);
        String parent = moved.get(parent(cleaned));
        return parent == null ? path : parent + "/" + cleaned.substring(cleaned.lastIndexOf('/') + 1);
    }

    /** The layer as its entries tell it. */
    static LayerSource source(List<LayerEntry> entries) {
        return consumer -> {
            for (LayerEntry entry : entries) {
                try (InputStream content = entry.header().type() == TarType.FILE
                        ? entry.content().open()
                        : InputStream.nullInputStream()) {
                    consumer.accept(entry.header(), content);
                }
            }
        };
    }

    static String cleaned(String path) {
        return isClean(path) ? path : IgnoreRules.clean("/" + path);
    }

    /** As nearly all names of layers are. */
    private static boolean isClean(String path) {
        boolean isAtBegin = true;
        for (int i = 0; i < path.length(); i++) {
            char next = path.charAt(i);
            if (isAtBegin && (next == '.' || next == '/')) {
                return false;
            }
            isAtBegin = next == '/';
        }
        return !isAtBegin;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

}
