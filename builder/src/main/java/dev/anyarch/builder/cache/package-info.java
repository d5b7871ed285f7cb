/**
 * What a build remembers for the next one: which layer a step made, found by a key of everything that the step depends on.
 *
 * <p>A key is a digest and has no time, name or place of a machine in it, so it is the same after a fresh clone, for another
 * user, and on the machine that an exported cache is brought to. The layers themselves are blobs of an
 * {@link dev.anyarch.store.ImageStore}; what is kept here is small, is never needed, and may be lost: a file that is missing,
 * torn or points at a layer that is gone is a step that is done again.
 *
 * <p>Start with {@link dev.anyarch.builder.cache.BuildCache} and {@link dev.anyarch.builder.cache.KeyWriter}:
 *
 * <pre>{@code
 * try (BuildCache cache = BuildCache.open(directory, layers, Optional.empty())) {
 *     Digest key = new KeyWriter("step").add(command).digest();
 *     Optional<CachedStep> known = cache.find(key);
 * }
 * }</pre>
 */
@NullMarked
package dev.anyarch.builder.cache;

import org.jspecify.annotations.NullMarked;
