@NullMarked
package dev.anyarch.builder.cache;

import org.jspecify.annotations.NullMarked;
