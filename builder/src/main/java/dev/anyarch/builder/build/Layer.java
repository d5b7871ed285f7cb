package dev.anyarch.builder.build;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;

/** A layer of an image that is built: the blob, and the digest of the archive in it. */
record Layer(Descriptor descriptor, Digest diffId) {}
