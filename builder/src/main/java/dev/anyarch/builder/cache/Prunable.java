package dev.anyarch.builder.cache;

import java.io.IOException;

/** What is kept outside of the build cache itself, and is bounded together with it. */
public interface Prunable {

    CacheUse use();

    /** Removes it, unless it has come into use meanwhile; whether it was removed. */
    boolean remove() throws IOException;
}
