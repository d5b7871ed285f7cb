package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What an archive that is unpacked into an image may have in it. */
final class ArchiveEntries {
    private ArchiveEntries() {}

    /** @throws InvalidContentException when an entry is not, or not surely, in the directory of the archive */
    static void requireInside(TarEntry entry, FileTree tree) throws IOException {
        String path = entry.path();
        List<String> names = Arrays.asList(path.split("/", -1));
        if (names.contains("..")) {
            throw new InvalidContentException("entry '%s': expected a path without '..'".formatted(path));
        }
        if (entry.type() == TarType.HARD_LINK && Arrays.asList(entry.linkName().split("/", -1)).contains("..")) {
            throw new InvalidContentException("entry '%s': hard link to '%s': expected a path without '..'"
                    .formatted(path, entry.linkName()));
        }
        List<String> written = names.stream().filter(name -> !name.isEmpty() && !name.equals(".")).toList();
        if (!written.isEmpty()) {
            NameLimits.require(String.join("/", written));
        }
        int slash = path.lastIndexOf('/');
        TreePath parent = tree.resolve(slash < 0 ? "" : path.substring(0, slash), false);
        if (!parent.names().equals(written.subList(0, Math.max(0, written.size() - 1)))
                || parent.node().filter(Node::isSymbolicLink).isPresent()) {
            throw new InvalidContentException("entry '%s': it goes through a symbolic link of the archive"
                    .formatted(path));
        }
    }

    /** A link has no mode of its own, and file systems say 777 of it whatever the archive says. */
    static LayerEntry asUnpacked(LayerEntry entry) {
        TarEntry header = entry.header();
        return header.type() == TarType.SYMBOLIC_LINK
                ? new LayerEntry(header.withMode(0777), entry.content())
                : entry;
    }
}
