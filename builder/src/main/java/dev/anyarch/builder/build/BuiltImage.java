package dev.anyarch.builder.build;

import dev.anyarch.model.RawManifest;

/**
 * The image of one platform when everything it is made of is in the target.
 *
 * @param isThere whether the manifest is there as well
 */
record BuiltImage(ImageDraft draft, RawManifest manifest, boolean isThere) {}
