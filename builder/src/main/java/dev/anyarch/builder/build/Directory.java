package dev.anyarch.builder.build;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/** A directory of the context, which is read when it is needed, or of a virtual tree. */
sealed interface Directory extends Node permits HostDirectory, TreeDirectory {

    /** What is in it, by name; not to be changed by the caller. */
    SortedMap<String, Node> children() throws IOException;

    default Optional<Node> child(String name) throws IOException {
        return Optional.ofNullable(children().get(name));
    }
}
