package dev.anyarch.server;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was read lately, by the path it was read under. An entry counts only while the storage is at the generation that
 * it was read at, so a write by any process ends all of them. Safe for use by several threads; never blocks.
 *
 * <p>Two maps take turns: entries go into the young one, and when that is half of the limit it becomes the old one and
 * the old one is dropped. What is still read moves on to the young one.
 */
final class ReadCache {
    /** What an entry costs beside its bytes: key, headers, the map's own. */
    private static final long OVERHEAD = 1024;

    private final long limit;
    private volatile Maps maps = new Maps(new ConcurrentHashMap<>());

    private record Entry(ReadableContent readable, long generation, long weight) {}

    /** The two maps of one turn. */
    private static final class Maps {
        private final ConcurrentHashMap<String, Entry> young = new ConcurrentHashMap<>();
        private final AtomicLong youngWeight = new AtomicLong();
        private final ConcurrentHashMap<String, Entry> old;

        Maps(ConcurrentHashMap<String, Entry> old) {
            this.old = old;
        }
    }

    /**
     * @param limit the memory in bytes that the entries may take, approximately
     */
    ReadCache(long limit) {
        this.limit = limit;
    }

    Optional<ReadableContent> find(String path, long generation) {
        Maps now = maps;
        Entry entry = now.young.get(path);
        if (entry == null) {
            entry = now.old.get(path);
            if (entry != null && entry.generation == generation) {
                add(path, entry);
            }
        }
        return entry != null && entry.generation == generation ? Optional.of(entry.readable) : Optional.empty();
    }

    /**
     * @param generation of the storage before {@code readable} was looked up in it
     */
    void put(String path, ReadableContent readable, long generation) {
        long weight = readable.weight() + 2L * path.length() + OVERHEAD;
        // one entry does not drive out all others
        if (weight <= limit / 8) {
            add(path, new Entry(readable, generation, weight));
        }
    }

    private void add(String path, Entry entry) {
        Maps now = maps;
        Entry before = now.young.put(path, entry);
        long weight = now.youngWeight.addAndGet(entry.weight - (before == null ? 0 : before.weight));
        if (weight > limit / 2) {
            turn();
        }
    }

    private synchronized void turn() {
        Maps now = maps;
        if (now.youngWeight.get() > limit / 2) {
            maps = new Maps(now.young);
        }
    }
}
