/**
 * Platforms: what is written ({@link dev.anyarch.model.platform.Platform}), what it means (normalisation), how text becomes a
 * platform and back, and which entry of an image a platform gets ({@link dev.anyarch.model.platform.Engine}).
 *
 * <p>Facts about the host are parameters everywhere: nothing in here asks which machine this is. A selection is a function of
 * {@link dev.anyarch.model.platform.Candidate candidates} and a wanted platform, and reads a config or a nested index only
 * when its rule does:
 *
 * <pre>{@code
 * Selection selection = Engine.COMPAT.select(root, SelectionRequest.of(Platform.parse("linux/arm64")));
 * switch (selection) {
 *     case Selection.One one -> pull(one.pick());
 *     case Selection.Subset subset -> keep(subset.picked());
 *     case Selection.None none -> refuse(none.why());
 * }
 * }</pre>
 */
@NullMarked
package dev.anyarch.model.platform;

import org.jspecify.annotations.NullMarked;
