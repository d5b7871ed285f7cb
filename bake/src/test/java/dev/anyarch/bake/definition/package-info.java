@NullMarked
package dev.anyarch.bake.definition;

import org.jspecify.annotations.NullMarked;
