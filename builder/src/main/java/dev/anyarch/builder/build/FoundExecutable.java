package dev.anyarch.builder.build;

import dev.anyarch.executables.Executable;

/**
 * A file of a layer that is for some machines and not for others.
 *
 * @param path in the layer, without a leading slash
 */
record FoundExecutable(String path, Executable executable) {}
