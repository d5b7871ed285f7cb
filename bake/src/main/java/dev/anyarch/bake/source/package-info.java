/**
 * Texts that people wrote, and places in them: every message about a bake or compose file begins with file, line and column,
 * and shows the line. Start with {@link dev.anyarch.bake.source.SourceText}.
 */
@NullMarked
package dev.anyarch.bake.source;

import org.jspecify.annotations.NullMarked;
