/**
 * What is to be built, however it was written: targets, groups, and how several definitions of one target become one. Pure.
 *
 * <p>A {@link dev.anyarch.bake.definition.TargetDefinition} is a set of {@link dev.anyarch.bake.definition.TargetAttribute}s
 * and their {@link dev.anyarch.bake.definition.Setting}s; a {@link dev.anyarch.bake.definition.Stack} is everything that the
 * files of one call define. {@link dev.anyarch.bake.definition.Stack#resolve} applies {@code inherits} and
 * {@code --set} and finds the targets that others are built on:
 *
 * <pre>{@code
 * Selection selection = stack.resolve(List.of("default"), Overrides.parse(List.of("*.platform=linux/arm64"), …));
 * String text = StackPrint.print(selection);
 * }</pre>
 */
@NullMarked
package dev.anyarch.bake.definition;

import org.jspecify.annotations.NullMarked;
