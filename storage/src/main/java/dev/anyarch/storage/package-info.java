/**
 * The store seam, durable: blobs as files named by their digest, everything else in one transactional database. The
 * command line's local store and the registry are this same storage, and several processes may have one open.
 *
 * <p>Start with {@link dev.anyarch.storage.Storage} and {@link dev.anyarch.storage.StoredRepository}:
 *
 * <pre>{@code
 * try (Storage storage = Storage.open(directory)) {
 *     StoredRepository app = storage.repository(new RepositoryName("team/app"));
 *     try (UploadSession upload = app.startUpload(DigestAlgorithm.SHA256)) {
 *         upload.write(bytes, 0, bytes.length);
 *         upload.commit(Digest.sha256(bytes));
 *     }
 *     app.putManifest(manifest, List.of(Tag.LATEST));
 * }
 * }</pre>
 *
 * <p>What is on the disk:
 *
 * <pre>
 * blobs/sha256/ab/abcd…    content, complete and synced before any row names it
 * uploads/ID/data          what arrived so far; a kill -9 leaves it to be resumed or swept
 * uploads/ID/upload        whose it is
 * metadata.db              repositories, membership, manifests, tags (schema-1.sql says how they hang together)
 * changes                  one counter in shared memory, and the lock of the writers
 * </pre>
 *
 * <p>The promise behind all of it: when a call that writes returns, its effect survives kill -9 and power loss; when it
 * throws, or never returns, either nothing has changed or everything has. The order that keeps it is always the same:
 * bytes, sync, rename, sync of the directory, rows, commit. Reading takes no lock.
 */
@NullMarked
package dev.anyarch.storage;

import org.jspecify.annotations.NullMarked;
