/**
 * Copying between any two places: {@link dev.anyarch.operations.copy.Copier} does what a
 * {@link dev.anyarch.operations.copy.CopyRequest} says.
 *
 * <pre>
 * CopyResult result = new Copier(CopySettings.DEFAULT, CopyListener.NONE)
 *         .copy(source, target, CopyRequest.of(source.resolve(tag).orElseThrow()).withTags(List.of(tag)));
 * </pre>
 *
 * <p>Digests never change unless a rewritten index was asked for. The order is blobs, children, index, tags last, so that
 * whatever fails on the way, nobody sees half an image.
 */
@NullMarked
package dev.anyarch.operations.copy;

import org.jspecify.annotations.NullMarked;
