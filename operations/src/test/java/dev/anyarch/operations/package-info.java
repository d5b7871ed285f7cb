/** What the tests of all operations share: {@link dev.anyarch.operations.Images} and {@link dev.anyarch.operations.FaultyStore}. */
@NullMarked
package dev.anyarch.operations;

import org.jspecify.annotations.NullMarked;
