package dev.anyarch.builder.build;

/** A layer that the build added, and what is in it. */
record MadeLayer(Layer layer, LayerContent content) {}
