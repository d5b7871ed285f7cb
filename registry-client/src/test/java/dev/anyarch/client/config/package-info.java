/** Tests of the package of the same name. */
@NullMarked
package dev.anyarch.client.config;

import org.jspecify.annotations.NullMarked;
