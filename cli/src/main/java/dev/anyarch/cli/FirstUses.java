package dev.anyarch.cli;

import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonReader;
import java.nio.charset.StandardCharsets;

/**
 * Some classes take long when they are used first: a digest looks for its provider, and the JSON parser computes large
 * powers of five. In a short command that is most of the work, and another processor can do it while this one connects.
 */
final class FirstUses {
    private FirstUses() {}

    static void beginInBackground() {
        Thread.ofPlatform().daemon().name("first-uses").start(FirstUses::run);
    }

    private static void run() {
        byte[] document = "{}".getBytes(StandardCharsets.UTF_8);
        Digest.sha256(document);
        try {
            JsonReader.read(document, "an empty document");
        } catch (InvalidContentException e) {
            throw new IllegalStateException(e);
        }
    }
}
