package dev.anyarch.cli;

import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.model.Digest;
import dev.anyarch.storage.DatabaseLibrary;
import java.io.IOException;

/**
 * Some classes take long when they are used first: a digest looks for its provider, calls of the C library are put together.
 * In a short command that is much of the work, and another processor can do it while this one reads and connects.
 */
final class FirstUses {
    private FirstUses() {}

    /** What every command uses that reads something by its digest. */
    static void beginInBackground() {
        begin("first-uses", () -> Digest.sha256(new byte[0]));
    }

    /** What a build uses. */
    static void beginOfBuild() {
        begin("first-uses", () -> {
            Digest.sha256(new byte[0]);
            DatabaseLibrary.load();
        });
        begin("first-uses-build", ImageBuilder::prepare);
    }

    private interface Use {
        void run() throws IOException;
    }

    private static void begin(String name, Use use) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                use.run();
            } catch (IOException _) {
                // whoever needs it tells
            }
        });
    }
}
