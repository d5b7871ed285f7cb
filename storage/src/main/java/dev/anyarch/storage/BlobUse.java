package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.RepositoryName;
import java.time.Instant;

/**
 * A blob as one repository has it.
 *
 * @param usedAt when it was last pushed, mounted or asked for; asking is noted at most once an hour
 */
public record BlobUse(RepositoryName repository, Digest digest, long size, Instant usedAt) {}
