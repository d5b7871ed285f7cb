package dev.anyarch.builder.build;

import java.io.IOException;
import java.io.InputStream;

/** The files of an image, as somebody needs them who looks for the cause of something. */
interface ProgramFiles {

    FileTree tree();

    /** Opens the file that is at {@code path}. */
    InputStream open(TreePath path, Leaf file) throws IOException;

    /** Where a file comes from, such as {@code from layer 2 (COPY . /)} with a space in front; empty when that is not known. */
    String origin(TreePath path, Leaf file) throws IOException;
}
