/** Names of images: {@link dev.anyarch.model.reference.Reference#parse} and the parts that it is made of. */
@NullMarked
package dev.anyarch.model.reference;

import org.jspecify.annotations.NullMarked;
