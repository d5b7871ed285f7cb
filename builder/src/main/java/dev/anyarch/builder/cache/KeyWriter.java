package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a key of parts. Every part has its length in front, so that no two lists of parts are the same bytes. For one thread. */
public final class KeyWriter {
    /** A change in what a step makes of the same parts, or in what is a part, is another number here. */
    private static final String VERSION = "anyarch build cache 1";

    private final MessageDigest computation = DigestAlgorithm.SHA256.newMessageDigest();

    /** @param kind of thing that the key is for; equal parts of another kind are another key */
    public KeyWriter(String kind) {
        add(VERSION);
        add(kind);
    }

    public KeyWriter add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    public KeyWriter add(byte[] part) {
        add(part.length);
        computation.update(part);
        return this;
    }

    public KeyWriter add(long part) {
        computation.update(ByteBuffer.allocate(Long.BYTES).putLong(part).flip());
        return this;
    }

    public KeyWriter add(boolean part) {
        return add(part ? 1L : 0L);
    }

    public KeyWriter add(Digest part) {
        return add(part.toString());
    }

    /** In this order. */
    public KeyWriter addAll(Collection<String> parts) {
        add(parts.size());
        parts.forEach(this::add);
        return this;
    }

    /** In the order of the names, whatever that of the map is. */
    public KeyWriter addAll(Map<String, String> parts) {
        SortedMap<String, String> sorted = new TreeMap<>(parts);
        add(sorted.size());
        sorted.forEach((name, value) -> add(name).add(value));
        return this;
    }

    /** The key; ends the writing. */
    public Digest digest() {
        return Digest.finish(DigestAlgorithm.SHA256, computation);
    }
}
