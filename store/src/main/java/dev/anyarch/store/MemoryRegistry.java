package dev.anyarch.store;

import dev.anyarch.model.reference.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Several repositories in memory that can mount each other's blobs. Safe for use by several threads. */
public final class MemoryRegistry {
    private final String name;
    private final ConcurrentMap<RepositoryName, MemoryStore> repositories = new ConcurrentHashMap<>();

    /**
     * @param name for locations in messages, such as {@code registry.example}
     */
    public MemoryRegistry(String name) {
        this.name = name;
    }

    /** The repository of this name; it begins empty, and asking again gives the same one. */
    public MemoryStore repository(RepositoryName repository) {
        return repositories.computeIfAbsent(repository,
                key -> new MemoryStore(name + "/" + key, (digest, from) -> Optional.ofNullable(repositories.get(from))
                        .flatMap(store -> store.findBlob(digest))));
    }

    /** The names that were asked for, in lexical order. */
    public List<RepositoryName> names() {
        return repositories.keySet().stream().sorted().toList();
    }
}
