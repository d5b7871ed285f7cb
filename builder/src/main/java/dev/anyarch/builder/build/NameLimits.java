package dev.anyarch.builder.build;

import dev.anyarch.content.PathLength;
import dev.anyarch.content.TarText;
import java.nio.file.FileSystemException;

/** How long names are at most: no engine can unpack a layer with names that are longer than those of its file systems. */
final class NameLimits {
    /** Of Linux and all others that images are for. */
    private static final int MAX_NAME = 255;
    private static final int MAX_CHARACTER = 3;
    private static final int SHOWN = 40;

    private NameLimits() {}

    /** @throws FileSystemException when the last name of {@code path} is longer, or all together are */
    static void require(String path) throws FileSystemException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.length() > MAX_NAME / MAX_CHARACTER && TarText.encode(name).length > MAX_NAME) {
            throw new FileSystemException(shown(name), null,
                    "name of %d bytes: expected at most %d".formatted(TarText.encode(name).length, MAX_NAME));
        }
        if (PathLength.isTooLong(path)) {
            throw new FileSystemException(shown("/" + path), null,
                    "path of %d bytes: expected at most %d".formatted(PathLength.of(path), PathLength.MAX));
        }
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(SHOWN, name.length())) + "…";
    }
}
