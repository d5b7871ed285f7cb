package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;

/**
 * A file, symbolic link, device or pipe. Names that are hard links of each other share one object.
 */
final class Leaf implements Node {
    private final TarEntry metadata;
    private final FileContent content;

    Leaf(TarEntry metadata, FileContent content) {
        this.metadata = metadata;
        this.content = content;
    }

    @Override
    public TarEntry metadata() {
        return metadata;
    }

    FileContent content() {
        return content;
    }

    Leaf with(TarEntry newMetadata) {
        return new Leaf(newMetadata, content);
    }
}
