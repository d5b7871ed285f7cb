/**
 * Who we are to a registry. {@link dev.anyarch.client.auth.Authorizer} answers the challenges of one registry (Basic, or
 * Bearer with a token server); {@link dev.anyarch.client.auth.CredentialFiles} finds the credentials where Docker and
 * Podman keep them, and {@link dev.anyarch.client.auth.DockerConfigFile} writes them there for {@code login}.
 *
 * <p>Three promises: credentials are looked up only when a registry asks for them; they go to the registry or to the token
 * server that it names, and never to a plain-HTTP one of a secured registry; no message and no {@code toString} has a
 * secret in it.
 */
@NullMarked
package dev.anyarch.client.auth;

import org.jspecify.annotations.NullMarked;
