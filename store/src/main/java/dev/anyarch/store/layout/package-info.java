/**
 * The OCI image layout: images as plain files. {@link dev.anyarch.store.layout.OciLayout} is a directory to read and write;
 * {@link dev.anyarch.store.layout.LayoutSource} reads the same structure from any {@link
 * dev.anyarch.store.layout.LayoutFiles}, such as an archive.
 *
 * <pre>{@code
 * OciLayout layout = OciLayout.create(Path.of("out"));
 * layout.putManifest(index, List.of(new Tag("1.0")));
 * Optional<Descriptor> same = OciLayout.open(Path.of("out")).find("1.0");
 * }</pre>
 *
 * <p>Names are where tools disagree. The specification's annotation {@code org.opencontainers.image.ref.name} holds a tag
 * (umoci, BuildKit), a full image name (Podman), or whatever the user typed (skopeo); containerd adds {@code
 * io.containerd.image.name}. {@code find} takes any of them; a tag also means a full name that ends with it, as long as only
 * one manifest can be meant.
 */
@NullMarked
package dev.anyarch.store.layout;

import org.jspecify.annotations.NullMarked;
