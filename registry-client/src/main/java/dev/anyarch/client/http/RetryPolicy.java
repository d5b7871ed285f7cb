package dev.anyarch.client.http;

import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses a request is repeated: exponential back-off with jitter, or what the server asks for.
 *
 * @param attempts how often a request is sent at most
 * @param firstPause before the second attempt; doubled before each further one
 * @param longestPause the most that is ever waited; a server that asks for more gets no further attempt
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Clock clock, Sleeper sleeper,
        RandomGenerator random) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(300), Duration.ofSeconds(30),
            Clock.systemUTC(), Thread::sleep, new Random());

    /** Waits; a parameter so that tests do not. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("retry policy: expected at least one attempt, found " + attempts);
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @param attempt the number of the one that failed, from 1
     * @param notBefore when the server wants to be asked again
     * @return whether there is to be another attempt
     */
    public boolean pause(int attempt, Optional<Instant> notBefore) throws InterruptedIOException {
        if (attempt >= attempts) {
            return false;
        }
        Duration asked = notBefore.map(at -> Duration.between(clock.instant(), at)).orElse(Duration.ZERO);
        if (asked.compareTo(longestPause) > 0) {
            return false;
        }
        long backOff = Math.min(longestPause.toMillis(), firstPause.toMillis() << Math.min(attempt - 1, 20));
        long jittered = backOff / 2 + random.nextLong(backOff / 2 + 1);
        try {
            sleeper.sleep(Duration.ofMillis(Math.max(asked.toMillis(), jittered)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted between two attempts");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
