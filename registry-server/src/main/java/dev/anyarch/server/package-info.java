/**
 * The registry: the OCI distribution protocol over the durable storage. Start with
 * {@link dev.anyarch.server.RegistryServer} and {@link dev.anyarch.server.ServerSettings}.
 *
 * <p>A request becomes an {@code Endpoint} (a closed set, parsed once from method, path and query), an endpoint becomes a
 * {@code Reply}. What is read often and changes rarely, manifests and the whereabouts of blobs, is answered on the event
 * loop from a bounded cache that is keyed by the storage's generation and so never stale; files go out by
 * {@code sendfile}. Everything else, and all writing, is blocking code on virtual threads that pulls the request body
 * through a bounded window, so that memory does not grow with what is pushed.
 *
 * <pre>{@code
 * try (Storage storage = Storage.open(directory);
 *         RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage)) {
 *     System.out.println("http://127.0.0.1:" + server.port() + "/v2/");
 * }
 * }</pre>
 */
@NullMarked
package dev.anyarch.server;

import org.jspecify.annotations.NullMarked;
