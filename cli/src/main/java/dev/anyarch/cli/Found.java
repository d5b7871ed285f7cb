package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.store.ImageSource;

/**
 * An image that is there.
 *
 * @param place as it was named
 * @param source the repository around it; belongs to {@link Places}
 * @param root the index or manifest that the name stands for
 */
record Found(Place place, ImageSource source, Descriptor root) {}
