package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A layer in its archive. */
public final class LayerArchive {
    private LayerArchive() {}

    /** Reads {@code expanded} to its end, where whoever made the stream checks digests. */
    public static LayerSource of(InputStream expanded) {
        return consumer -> {
            TarReader tar = new TarReader(expanded);
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                consumer.accept(next.get(), tar.content());
            }
            expanded.transferTo(OutputStream.nullOutputStream());
        };
    }
}
