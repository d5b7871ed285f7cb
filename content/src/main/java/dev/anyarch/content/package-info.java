/**
 * Bytes: streams that verify and limit, compression, tar in and out.
 *
 * <p>Start with {@link dev.anyarch.content.LayerWriter}, which makes a layer with its digest and diff ID in one pass, and
 * with {@link dev.anyarch.content.TarReader}, which reads one. Content from outside passes through a
 * {@link dev.anyarch.content.VerifyingInputStream} (is it what its descriptor says?) and, where it is opened, an
 * {@link dev.anyarch.content.ExpansionLimit} (does it stay within bounds?):
 *
 * <pre>{@code
 * InputStream verified = new VerifyingInputStream(in, layer, subject);
 * InputStream tar = ExpansionLimit.LAYER.expand(verified, Compression.ofMediaType(layer.mediaType()), subject);
 * try (TarReader entries = new TarReader(tar)) { … }
 * }</pre>
 *
 * <p>Everything here is a stream: memory does not grow with the size of a layer or the number of its entries. What is
 * written is deterministic: the same entries give the same bytes, whatever the machine and its number of processors.
 */
@NullMarked
package dev.anyarch.content;

import org.jspecify.annotations.NullMarked;
