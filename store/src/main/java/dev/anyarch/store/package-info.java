/**
 * The seam: {@link dev.anyarch.store.ImageSource} to read one repository, {@link dev.anyarch.store.ImageStore} to write
 * it as well. Everything that reasons about images sees only these two, so the same code works on memory, an OCI layout,
 * an archive, the durable storage and a remote registry.
 *
 * <p>The contract is in the two interfaces; {@code ImageStoreContract} (in this module's test jar) is the same contract
 * as tests, and every implementation passes it.
 * {@link dev.anyarch.store.MemoryStore} is the smallest of them and the one to read first; {@code .layout} and {@code
 * .archive} are those on files, {@code .daemon} is a container engine's. What more than one implementation must decide alike is here too: {@link
 * dev.anyarch.store.Completeness}, {@link dev.anyarch.store.Referrers}, {@link dev.anyarch.store.BlobRange}.
 *
 * <pre>{@code
 * try (BlobUpload upload = store.upload()) {
 *     in.transferTo(upload.stream());
 *     upload.commit(digest);
 * }
 * store.putManifest(manifest, List.of(Tag.LATEST));
 * }</pre>
 */
@NullMarked
package dev.anyarch.store;

import org.jspecify.annotations.NullMarked;
