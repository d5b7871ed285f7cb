package dev.anyarch.store.layout;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** The files of a layout, wherever they are: in a directory or inside a tar archive. Safe for use by several threads. */
public interface LayoutFiles {

    /** The size of the file of this name, such as {@code blobs/sha256/…}; empty when there is none. */
    OptionalLong size(String name) throws IOException;

    /**
     * A part of a file that is there.
     *
     * @throws java.nio.file.NoSuchFileException when it has gone since
     */
    InputStream open(String name, long offset, long length) throws IOException;
}
