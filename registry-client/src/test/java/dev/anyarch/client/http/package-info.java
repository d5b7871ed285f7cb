/** Tests of the package of the same name. */
@NullMarked
package dev.anyarch.client.http;

import org.jspecify.annotations.NullMarked;
