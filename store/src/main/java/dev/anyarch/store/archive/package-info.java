/**
 * Images in one file. {@link dev.anyarch.store.archive.OciArchive} is an OCI layout in a tar archive, which holds
 * everything; {@link dev.anyarch.store.archive.DockerArchive} is what {@code docker save} writes and {@code docker load}
 * reads, one platform for each name.
 *
 * <p>Archives are read where they are: a first pass over the headers notes where each file begins, and blobs are parts of
 * the archive afterwards. Only a compressed archive is expanded, to a temporary file within bounds. Writing is one pass, to
 * any stream, and gives the same bytes for the same images.
 *
 * <pre>{@code
 * try (OciArchive archive = OciArchive.open(Path.of("image.tar"))) {
 *     Optional<Descriptor> image = archive.find("app:1.0");
 * }
 * OciArchive.write(out, source, List.of(new NamedDescriptor("1.0", index)));
 * }</pre>
 */
@NullMarked
package dev.anyarch.store.archive;

import org.jspecify.annotations.NullMarked;
