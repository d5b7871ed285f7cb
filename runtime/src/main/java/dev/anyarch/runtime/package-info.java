/**
 * Executes programs of images: puts layers on disk, merges them to a root file system, and starts a command in it through an
 * OCI runtime. Knows nothing of building, so that a build's RUN and a user's container are the same thing.
 *
 * <p>In which way is a {@link dev.anyarch.runtime.Rung} of a {@link dev.anyarch.runtime.Ladder}. Start with
 * {@link dev.anyarch.runtime.ContainerRuntime}, which opens a {@link dev.anyarch.runtime.Workspace} that vanishes with the
 * process, beside the {@link dev.anyarch.runtime.ExpandedLayers} and caches that stay, until somebody removes them by
 * {@link dev.anyarch.runtime.KeptDirectories}. A {@link dev.anyarch.runtime.ContainerSpec} says
 * what is to be executed; {@link dev.anyarch.runtime.ContainerHost} executes it, and what it changed is an
 * {@link dev.anyarch.runtime.UpperDirectory}:
 *
 * <pre>{@code
 * Rung rung = new Ladder(directory, searchPath).choose(Optional.empty());
 * try (ContainerRuntime runtime = ContainerRuntime.open(directory, searchPath, rung);
 *         RootFileSystem root = runtime.newRoot(layers, skeleton, 0755)) {
 *     ContainerExit exit = runtime.host().execute(root, spec, line -> show(line));
 *     List<UpperChange> changes = root.upper().changes();
 * }
 * }</pre>
 *
 * <p>Linux only, and nothing here is loaded before somebody has something to execute.
 */
@NullMarked
package dev.anyarch.runtime;

import org.jspecify.annotations.NullMarked;
