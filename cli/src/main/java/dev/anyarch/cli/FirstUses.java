package dev.anyarch.cli;

import dev.anyarch.model.Digest;

/**
 * Some classes take long when they are used first: a digest looks for its provider. In a short command that is much of the
 * work, and another processor can do it while this one connects.
 */
final class FirstUses {
    private FirstUses() {}

    static void beginInBackground() {
        Thread.ofPlatform().daemon().name("first-uses").start(FirstUses::run);
    }

    private static void run() {
        Digest.sha256(new byte[0]);
    }
}
