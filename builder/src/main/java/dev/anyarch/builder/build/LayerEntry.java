package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;

/** One entry of a layer, written or to be written. */
record LayerEntry(TarEntry header, FileContent content) {}
