package dev.anyarch.operations.graph;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import java.io.IOException;

/** Which manifests {@link GraphLoader#load} loads; asked by several threads. */
@FunctionalInterface
public interface Follow {
    static Follow everything() {
        return (index, entry) -> true;
    }

    /** Whether {@code entry}, listed in {@code index}, belongs to the graph. */
    boolean wants(ImageIndex index, Descriptor entry);

    /**
     * Whether nothing needs to be known about a manifest that belongs to the graph: it is left out, with all below it. May
     * take its time, since many are asked at once.
     */
    default boolean isSettled(Descriptor entry) throws IOException {
        return false;
    }
}
