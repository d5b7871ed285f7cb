package dev.anyarch.cli;

import dev.anyarch.store.ImageStore;
import dev.anyarch.store.layout.OciLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store for the time of one command. */
final class TemporaryStore implements Closeable {
    private final Path directory;
    private final OciLayout layout;

    TemporaryStore() throws IOException {
        directory = Files.createTempDirectory("anyarch-store-");
        layout = OciLayout.create(directory.resolve("layout"));
    }

    ImageStore store() {
        return layout;
    }

    @Override
    public void close() throws IOException {
        layout.close();
        TemporaryDirectories.delete(directory);
    }
}
