/**
 * Bytes: streams that verify and limit ({@link dev.anyarch.content.VerifyingInputStream}), compression, tar in and out.
 *
 * <p>Everything here is a stream: memory does not grow with the size of a layer.
 */
@NullMarked
package dev.anyarch.content;

import org.jspecify.annotations.NullMarked;
