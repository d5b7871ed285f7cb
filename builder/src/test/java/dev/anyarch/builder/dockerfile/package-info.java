/** Facts about parsing and expansion. */
@NullMarked
package dev.anyarch.builder.dockerfile;

import org.jspecify.annotations.NullMarked;
