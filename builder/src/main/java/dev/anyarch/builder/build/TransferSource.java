package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import java.io.IOException;
import java.util.List;

/** One source of COPY or ADD: what it brings, and how that is known without bringing it. */
interface TransferSource {

    /**
     * Adds what decides what it brings.
     *
     * @return whether that can be told
     */
    boolean identify(KeyWriter key) throws IOException, InterruptedException;

    List<TransferItem> items() throws IOException, InterruptedException;
}
