/**
 * The values of the field: {@link dev.anyarch.model.Digest}, {@link dev.anyarch.model.MediaType},
 * {@link dev.anyarch.model.Descriptor}, {@link dev.anyarch.model.Manifest}. No I/O.
 *
 * <p>Bytes are the truth: {@link dev.anyarch.model.RawManifest} keeps what was received, and the parsed
 * {@link dev.anyarch.model.ImageManifest} or {@link dev.anyarch.model.ImageIndex} hangs off it:
 *
 * <pre>{@code
 * switch (RawManifest.of(mediaType, bytes).parse()) {
 *     case ImageIndex index -> index.manifests().forEach(entry -> show(entry.platform()));
 *     case ImageManifest image -> show(image.config());
 *     case OtherManifest other -> keep(other.raw());
 * }
 * }</pre>
 */
@NullMarked
package dev.anyarch.model;

import org.jspecify.annotations.NullMarked;
