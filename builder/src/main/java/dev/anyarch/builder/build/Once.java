package dev.anyarch.builder.build;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Computes a value for each key once; who asks meanwhile waits. A failure is everybody's. For several threads. */
final class Once<K, V> {
    private final ConcurrentMap<K, FutureTask<V>> values = new ConcurrentHashMap<>();

    V get(K key, Callable<V> computation) throws IOException, InterruptedException {
        FutureTask<V> created = new FutureTask<>(computation);
        FutureTask<V> existing = values.putIfAbsent(key, created);
        FutureTask<V> task = existing == null ? created : existing;
        if (existing == null) {
            created.run();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    /** The cause itself where it is one of the expected kinds. */
    static IOException rethrown(ExecutionException e) throws IOException, InterruptedException {
        switch (e.getCause()) {
            case IOException failure -> throw failure;
            case InterruptedException interruption -> throw interruption;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        }
    }
}
