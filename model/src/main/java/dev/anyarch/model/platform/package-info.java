/**
 * Platforms: what is written ({@link dev.anyarch.model.platform.Platform}), what it means (normalisation), and how text
 * becomes a platform and back.
 *
 * <p>Facts about the host are parameters everywhere: nothing in here asks which machine this is.
 */
@NullMarked
package dev.anyarch.model.platform;

import org.jspecify.annotations.NullMarked;
