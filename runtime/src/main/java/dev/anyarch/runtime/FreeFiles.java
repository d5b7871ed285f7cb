package dev.anyarch.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How many more files a file system takes, which Java does not tell: many are made for a number of them. */
final class FreeFiles {
    private static final int SIZE = 256;
    /** Fields of statvfs on 64-bit machines. */
    private static final int FILES = 40;
    private static final int AVAILABLE = 56;

    private FreeFiles() {}

    /** Empty when it takes as many as there is room for. */
    static OptionalLong of(Path directory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(SIZE, Long.BYTES);
            OpenDirectory.check(Libc.call("statvfs", Libc.text(arena, directory.toString()), status.address()),
                    "look at file system", directory.toString());
            return status.get(ValueLayout.JAVA_LONG, FILES) == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(status.get(ValueLayout.JAVA_LONG, AVAILABLE));
        }
    }
}
