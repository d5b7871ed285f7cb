package dev.anyarch.server;

import dev.anyarch.storage.SparsePolicy;
import dev.anyarch.storage.Storage;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A registry in a process of its own, for tests that kill it: prints its port and serves until it dies. Arguments:
 * directory, port, event loops, sparse policy.
 */
final class ServerProcess {
    private ServerProcess() {}

    public static void main(String[] arguments) throws Exception {
        Storage storage = Storage.open(Path.of(arguments[0]),
                arguments.length > 3 ? SparsePolicy.valueOf(arguments[3]) : SparsePolicy.COMPLETE);
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        int eventLoops = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        RegistryServer server = RegistryServer.start(
                ServerSettings.loopback().withAddress("127.0.0.1", port).withEventLoops(eventLoops), storage);
        System.out.println(server.port());
        new CountDownLatch(1).await();
    }
}
