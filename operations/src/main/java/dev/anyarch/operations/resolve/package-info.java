/**
 * What would be pulled: an image behind any {@link dev.anyarch.store.ImageSource}, a wanted platform, and the answer of one
 * engine or of all of them ({@link dev.anyarch.operations.resolve.PlatformResolution}).
 *
 * <pre>{@code
 * Descriptor root = source.resolve(tag).orElseThrow();
 * PlatformResolution resolution = PlatformResolution.resolve(source, root, "registry.example/app:1",
 *         SelectionRequest.of(Platform.parse("linux/arm64")), List.of(Engine.values()));
 * out.println(resolution.toText(false));
 * }</pre>
 */
@NullMarked
package dev.anyarch.operations.resolve;

import org.jspecify.annotations.NullMarked;
