/**
 * The images of a container engine that speaks Docker's API: Docker's own, Podman's service. {@link
 * dev.anyarch.store.daemon.EngineEndpoint} finds the engine as Docker's client does, {@link
 * dev.anyarch.store.daemon.DockerEngine} asks it, and {@link dev.anyarch.store.daemon.DaemonStore} is one of its repositories
 * behind the seam. No client program is needed: the API is HTTP over a socket.
 *
 * <p>An engine takes and gives whole archives. What is written is therefore collected first and loaded when a tag is set; what
 * is read is saved to a file once. An engine with its classic store holds one image under a name, and no index; one with the
 * containerd image store holds indexes, and keeps the bytes of manifests.
 *
 * <pre>{@code
 * EngineEndpoint endpoint = EngineEndpoint.locate(System.getenv(), home);
 * DockerEngine engine = DockerEngine.connect(endpoint, tls);
 * try (DaemonStore store = DaemonStore.open(engine, "app", directory)) {
 *     Optional<Descriptor> image = store.resolve(Tag.LATEST);
 * }
 * }</pre>
 */
@NullMarked
package dev.anyarch.store.daemon;

import org.jspecify.annotations.NullMarked;
