package dev.anyarch.conformance;

import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** Our registry in this process, on a free loopback port over a durable storage. */
record RegistryUnderTest(Storage storage, RegistryServer server) implements AutoCloseable {

    static RegistryUnderTest start(Path directory) throws IOException {
        Storage storage = Storage.open(directory);
        return new RegistryUnderTest(storage,
                RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0), storage));
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        storage.close();
    }
}
