@NullMarked
package dev.anyarch.executables;

import org.jspecify.annotations.NullMarked;
