package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.FileDigests;
import dev.anyarch.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The digests of files' contents, each found once, and remembered for the files of contexts. For several threads. */
final class ContentDigests {
    private final Optional<BuildCache> cache;
    private final Map<Path, FileDigests> roots = new ConcurrentHashMap<>();
    private final Once<FileContent, Digest> digests = new Once<>();

    ContentDigests(Optional<BuildCache> cache) {
        this.cache = cache;
    }

    /** From now on, the files below {@code root} are remembered. */
    void addRoot(Path root) throws IOException {
        if (cache.isPresent() && !roots.containsKey(root)) {
            roots.put(root, cache.get().files(root));
        }
    }

    Digest of(FileContent content) throws IOException, InterruptedException {
        return digests.get(content, () -> compute(content));
    }

    /** Keeps what was found out for the next build. */
    void save() throws IOException {
        for (FileDigests files : roots.values()) {
            files.save();
        }
    }

    private Digest compute(FileContent content) throws IOException {
        if (content instanceof FileContent.Host host && host.stamp().isPresent()) {
            Optional<FileDigests> remembered = roots.entrySet()
                    .stream()
                    .filter(root -> host.path().startsWith(root.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (remembered.isPresent()) {
                try {
                    return remembered.get().of(host.path(), host.stamp().get());
                } catch (IOException _) {
                    // the same failure once more, told as a file of the context is
                }
            }
        }
        try (InputStream in = content.open()) {
            return FileDigests.read(in);
        }
    }
}
