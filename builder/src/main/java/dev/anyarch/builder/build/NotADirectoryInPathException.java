package dev.anyarch.builder.build;

import java.nio.file.FileSystemException;

/** A path goes on below something that is a file. */
final class NotADirectoryInPathException extends FileSystemException {
    private static final long serialVersionUID = 1;

    NotADirectoryInPathException(String path, String file) {
        super(path, null, "/%s is not a directory".formatted(file));
    }
}
