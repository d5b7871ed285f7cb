/**
 * The seam: {@link dev.anyarch.store.ImageSource} to read one repository, {@link dev.anyarch.store.ImageStore} to write
 * it as well. Everything that reasons about images sees only these two, so the same code works on memory, an OCI layout,
 * an archive, the durable storage and a remote registry.
 *
 * <p>The contract is in the two interfaces; {@code ImageStoreContract} (in this module's test jar) is the same contract
 * as tests, and every implementation passes it.
 */
@NullMarked
package dev.anyarch.store;

import org.jspecify.annotations.NullMarked;
