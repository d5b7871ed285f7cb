package dev.anyarch.storage;

import dev.anyarch.model.Digest;
import java.nio.file.Path;

/**
 * A blob that is visible in the repository that was asked.
 *
 * @param size in bytes
 * @param file its content, never to be written to; it stays readable for those who opened it even when the blob is deleted
 */
public record StoredBlob(Digest digest, long size, Path file) {}
