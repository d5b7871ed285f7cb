@NullMarked
package dev.anyarch.bake.compose;

import org.jspecify.annotations.NullMarked;
