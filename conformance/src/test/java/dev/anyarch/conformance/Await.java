package dev.anyarch.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that no event tells of. */
final class Await {
    private Await() {}

    /** Waits until {@code condition} holds, looking again every 100 ms. */
    static void until(Duration limit, String what, BooleanSupplier condition) throws InterruptedException {
        until(limit, () -> what, condition);
    }

    /** As {@link #until(Duration, String, BooleanSupplier)}; what is waited for is said only if that was in vain. */
    static void until(Duration limit, Supplier<String> what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new UncheckedIOException(
                        new IOException("waited %s in vain until %s".formatted(limit, what.get())));
            }
            Thread.sleep(100);
        }
    }
}
