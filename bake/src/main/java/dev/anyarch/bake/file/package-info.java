/**
 * Bake files: what the blocks and attributes of the language mean. Start with {@link dev.anyarch.bake.file.BakeFiles}.
 *
 * <p>All files of one call are one text: a variable of one is seen in another, and a target that is in several is what they
 * say on top of each other. Nothing is evaluated before somebody asks for it, so the order of definitions does not matter.
 */
@NullMarked
package dev.anyarch.bake.file;

import org.jspecify.annotations.NullMarked;
