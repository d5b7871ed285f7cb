package dev.anyarch.store.layout;

import dev.anyarch.model.Descriptor;
import java.util.Optional;

/**
 * An entry of a layout's {@code index.json}.
 *
 * @param name its reference name, which may be a tag, a full image name or anything else; empty when it has none
 * @param descriptor of the manifest
 */
public record NamedDescriptor(Optional<String> name, Descriptor descriptor) {
    public NamedDescriptor(String name, Descriptor descriptor) {
        this(Optional.of(name), descriptor);
    }
}
