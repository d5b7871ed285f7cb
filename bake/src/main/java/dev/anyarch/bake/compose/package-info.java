/**
 * Compose files: the services that are built, as targets. Start with {@link dev.anyarch.bake.compose.ComposeFiles}.
 *
 * <p>Only what a build needs is read: {@code build}, {@code image} and what they refer to. Whatever else a file says about
 * running its services is neither checked nor interpolated, so a variable that only a port needs may be missing.
 */
@NullMarked
package dev.anyarch.bake.compose;

import org.jspecify.annotations.NullMarked;
