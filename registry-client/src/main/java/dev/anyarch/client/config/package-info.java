/**
 * What a person configured about registries. {@link dev.anyarch.client.config.ClientSettings#load} reads our own
 * {@code config.yaml}, Docker's and Podman's credentials and certificates, and {@code registries.conf};
 * {@link dev.anyarch.client.config.ClientSettings#route} answers where a repository is really found: its mirrors in order,
 * and the registry itself.
 *
 * <p>Only files that exist cost anything: the YAML reader is not loaded without a {@code config.yaml}, certificates are
 * looked for at the first secured connection, credentials at the first challenge.
 */
@NullMarked
package dev.anyarch.client.config;

import org.jspecify.annotations.NullMarked;
