package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.Tag;
import java.time.Instant;
import java.util.Optional;

/**
 * A tag and what it points at.
 *
 * @param manifest media type, digest and size
 * @param updatedAt when the tag last moved
 * @param previous what the tag pointed at before it moved; that manifest stays readable until something deletes it
 */
public record TaggedImage(Tag tag, Descriptor manifest, Instant updatedAt, Optional<Digest> previous) {}
