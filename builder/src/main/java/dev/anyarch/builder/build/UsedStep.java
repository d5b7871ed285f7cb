package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.CachedStep;
import dev.anyarch.model.Digest;

/** A step of a stage as the cache knows it. */
record UsedStep(Digest key, CachedStep step) {}
