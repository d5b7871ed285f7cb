package dev.anyarch.operations.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The same step for many items, a bounded number of them at a time. The first failure interrupts all
 * other steps and is thrown when every one has ended, so nothing runs on behind the caller's back; an interrupt of the
 * caller does the same.
 *
 * <p>On platform threads, of which there are few: after a virtual one has waited for a socket, a thread stays behind in the
 * poll of the operating system, and the JVM waits 300 ms for it at its exit.
 */
public final class Workers {

    /** What is done with one item. */
    @FunctionalInterface
    public interface Step<T, R> {
        R apply(T item) throws IOException, InterruptedException;
    }

    /** What is done with one item when there is no answer. */
    @FunctionalInterface
    public interface Action<T> {
        void accept(T item) throws IOException, InterruptedException;
    }

    private Workers() {}

    public static <T> void forEach(List<T> items, int limit, Action<T> action)
            throws IOException, InterruptedException {
        map(items, limit, item -> {
            action.accept(item);
            return true;
        });
    }

    /** The answers in the order of the items. */
    public static <T, R> List<R> map(List<T> items, int limit, Step<T, R> step)
            throws IOException, InterruptedException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit %d: expected at least 1".formatted(limit));
        }
        if (items.size() == 1) {
            return List.of(step.apply(items.getFirst()));
        }
        Run<T, R> run = new Run<>(items, step);
        run.start(Math.min(limit, items.size()));
        return run.join();
    }

    /** One call of {@link #map}: the threads take the next item until there is none or one has failed. */
    private static final class Run<T, R> {
        private final List<T> items;
        private final Step<T, R> step;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Map<Integer, R> answers = new ConcurrentHashMap<>();
        private final List<Thread> threads = new ArrayList<>();

        Run(List<T> items, Step<T, R> step) {
            this.items = items;
            this.step = step;
        }

        void start(int count) {
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofPlatform().daemon().name("worker-" + i).unstarted(this::work));
            }
            threads.forEach(Thread::start);
        }

        private void work() {
            for (int i = next.getAndIncrement(); i < items.size() && failure.get() == null; i = next
                    .getAndIncrement()) {
                try {
                    answers.put(i, step.apply(items.get(i)));
                } catch (InterruptedException e) {
                    fail(e);
                } catch (Throwable e) {
                    fail(e);
                }
            }
        }

        /** Remembers the first failure; later ones are mostly its consequence, an interrupted read or write. */
        private void fail(Throwable e) {
            if (failure.compareAndSet(null, e)) {
                threads.forEach(Thread::interrupt);
            }
        }

        List<R> join() throws IOException, InterruptedException {
            boolean interrupted = false;
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        interrupted = true;
                        fail(e);
                    }
                }
            }
            if (interrupted) {
                throw new InterruptedException("interrupted while %d of %d steps were done".formatted(answers.size(),
                        items.size()));
            }
            Throwable thrown = failure.get();
            if (thrown != null) {
                rethrow(thrown);
            }
            return IntStream.range(0, items.size()).mapToObj(i -> Objects.requireNonNull(answers.get(i))).toList();
        }

        private static void rethrow(Throwable failure)
                throws IOException, InterruptedException {
            switch (failure) {
                case IOException e -> throw e;
                case InterruptedException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
