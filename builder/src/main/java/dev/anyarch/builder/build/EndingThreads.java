package dev.anyarch.builder.build;

import java.util.List;

/** Threads that end when they are interrupted. */
final class EndingThreads {

    private EndingThreads() {}

    /** Interrupts them and waits until they have ended, for as long as that takes; what they used may be closed then. */
    static void end(List<Thread> threads) {
        threads.forEach(Thread::interrupt);
        boolean isInterrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
