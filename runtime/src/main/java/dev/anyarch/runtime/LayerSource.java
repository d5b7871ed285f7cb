package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.io.IOException;
import java.io.InputStream;

/** A layer that can be read from front to back. */
@FunctionalInterface
public interface LayerSource {

    void forEach(EntryConsumer consumer) throws IOException;

    /** Takes one entry after the other. */
    @FunctionalInterface
    interface EntryConsumer {
        /**
         * The next entry.
         *
         * @param content of a file; read before this returns, not closed
         */
        void accept(TarEntry entry, InputStream content) throws IOException;
    }
}
