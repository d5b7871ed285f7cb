/** Tests of the registry: tables for its parsers, and a real server over a real storage for everything else. */
@NullMarked
package dev.anyarch.server;

import org.jspecify.annotations.NullMarked;
