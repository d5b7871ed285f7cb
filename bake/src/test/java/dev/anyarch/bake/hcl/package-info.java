@NullMarked
package dev.anyarch.bake.hcl;

import org.jspecify.annotations.NullMarked;
