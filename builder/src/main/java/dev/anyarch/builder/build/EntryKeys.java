package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarText;
import dev.anyarch.content.TarType;
import dev.anyarch.content.XattrValue;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Entries of a layer as parts of a key: everything that an archive says of them, and what is in them. */
final class EntryKeys {
    private EntryKeys() {}

    static void add(KeyWriter key, List<LayerEntry> entries, ContentDigests contents)
            throws IOException, InterruptedException {
        key.add(entries.size());
        for (LayerEntry entry : entries) {
            add(key, entry.header());
            if (entry.header().type() == TarType.FILE) {
                key.add(contents.of(entry.content()));
            }
        }
    }

    private static void add(KeyWriter key, TarEntry header) {
        key.add(TarText.encode(header.path()))
                .add(header.type().name())
                .add(header.mode())
                .add(header.uid())
                .add(header.gid())
                .add(header.size())
                .add(header.mtime().getEpochSecond())
                .add(TarText.encode(header.linkName()))
                .add(header.devMajor())
                .add(header.devMinor())
                .add(header.xattrs().size());
        for (Map.Entry<String, XattrValue> xattr : header.xattrs().entrySet()) {
            key.add(xattr.getKey()).add(xattr.getValue().bytes());
        }
    }
}
