package dev.anyarch.builder.build;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarType;

/** Something in a file tree. */
sealed interface Node permits Directory, Leaf {

    /** Type, mode, owner, time and the like; the path in it means nothing. */
    TarEntry metadata();

    default boolean isDirectory() {
        return this instanceof Directory;
    }

    default boolean isSymbolicLink() {
        return metadata().type() == TarType.SYMBOLIC_LINK;
    }

    default boolean isFile() {
        return metadata().type() == TarType.FILE;
    }
}
