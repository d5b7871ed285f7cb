package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;

/** A layer that the build added to its base, and the instruction that made it. */
record OwnLayer(SourceLocation at, Layer layer) {}
