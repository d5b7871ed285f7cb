/**
 * What tests of several modules need: random but repeatable images ({@link dev.anyarch.testkit.RandomImages}),
 * a server that answers what its script says ({@link dev.anyarch.testkit.ScriptedRegistry}), a network with latency
 * ({@link dev.anyarch.testkit.DelayingProxy}). Nothing here
 * knows a store; a {@link dev.anyarch.testkit.TestImage} is bytes, and a test puts them where it wants:
 *
 * <pre>{@code
 * TestImage image = new RandomImages(1).index(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
 * }</pre>
 */
@NullMarked
package dev.anyarch.testkit;

import org.jspecify.annotations.NullMarked;
