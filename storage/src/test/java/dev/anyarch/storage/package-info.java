/** Facts about the durable storage. */
@NullMarked
package dev.anyarch.storage;

import org.jspecify.annotations.NullMarked;
