package dev.anyarch.builder.build;

import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.store.ImageSource;

/** An image of one platform to build on or to copy from. */
record BaseImage(String reference, ImageSource source, ImageManifest manifest, ImageConfig config) {}
