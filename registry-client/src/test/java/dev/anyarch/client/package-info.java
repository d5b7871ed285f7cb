/** Tests of the package of the same name. */
@NullMarked
package dev.anyarch.client;

import org.jspecify.annotations.NullMarked;
