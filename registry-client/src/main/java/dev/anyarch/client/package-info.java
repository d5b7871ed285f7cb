/**
 * The store seam over HTTP: the client side of the OCI distribution specification. Start with
 * {@link dev.anyarch.client.RegistryClient}, which gives a {@link dev.anyarch.client.RemoteRepository}, an
 * {@link dev.anyarch.store.ImageStore} like any other.
 *
 * {@snippet :
 * try (RegistryClient client = new RegistryClient(ClientSettings.load(System.getenv(), home))) {
 *     RemoteRepository repository = client.repository(Reference.parse("alpine"));
 *     repository.resolve(Tag.LATEST);
 * }
 * }
 *
 * <p>Whatever comes from a registry is checked against its digest and bounded in size. What fails is told as the seam's
 * exceptions, so that a missing tag, a refusal, a rate limit and a broken network stay different things. Requests that can
 * be repeated are repeated, reading of a blob goes on where a connection broke.
 */
@NullMarked
package dev.anyarch.client;

import org.jspecify.annotations.NullMarked;
