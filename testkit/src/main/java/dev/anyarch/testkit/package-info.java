/**
 * What tests of several modules need: random but repeatable images ({@link dev.anyarch.testkit.RandomImages}). Nothing here
 * knows a store; a {@link dev.anyarch.testkit.TestImage} is bytes, and a test puts them where it wants:
 *
 * <pre>{@code
 * TestImage image = new RandomImages(1).index(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
 * }</pre>
 */
@NullMarked
package dev.anyarch.testkit;

import org.jspecify.annotations.NullMarked;
