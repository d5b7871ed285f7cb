package dev.anyarch.runtime;

import dev.anyarch.content.TarText;
import dev.anyarch.content.XattrValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Extended attributes of a file, which is not followed when it is a link. For several threads. */
final class ExtendedAttributes {
    private static final int LONGEST_VALUE = 65536;

    private ExtendedAttributes() {}

    /**
     * All that this process sees; none where the file system has none.
     *
     * @param path by which the kernel reaches it
     * @param shown what it is called in messages
     */
    static SortedMap<String, XattrValue> read(String path, String shown) throws FileSystemException {
        // nearly no file has one
        int needed = Libc.call("llistxattr", CallMemory.ofThread().text(path), 0, 0);
        return needed == 0 || needed == -Libc.ENOTSUP ? Collections.emptySortedMap() : readAll(path, shown);
    }

    private static SortedMap<String, XattrValue> readAll(String path, String shown) throws FileSystemException {
        SortedMap<String, XattrValue> attributes = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            long file = Libc.text(arena, path);
            MemorySegment buffer = arena.allocate(LONGEST_VALUE);
            int length = OpenDirectory.check(Libc.call("llistxattr", file, buffer.address(), LONGEST_VALUE),
                    "list extended attributes of", shown);
            byte[] names = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            int start = 0;
            for (int end = 0; end < names.length; end++) {
                if (names[end] == 0) {
                    String name = TarText.decode(Arrays.copyOfRange(names, start, end));
                    start = end + 1;
                    int size = Libc.call("lgetxattr", file, Libc.text(arena, name), buffer.address(), LONGEST_VALUE);
                    if (size != -Libc.ENODATA) {
                        OpenDirectory.check(size, "read extended attribute " + name + " of", shown);
                        attributes.put(name, XattrValue.of(buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE)));
                    }
                }
            }
        }
        return attributes;
    }

    /**
     * Sets one.
     *
     * @return whether the file system and this process's rights allowed it
     */
    static boolean set(String path, String name, XattrValue value, String shown) throws FileSystemException {
        byte[] bytes = value.bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
            int result = Libc.call("lsetxattr", Libc.text(arena, path), Libc.text(arena, name), buffer.address(),
                    bytes.length, 0);
            if (result == -Libc.ENOTSUP || result == -Libc.EPERM) {
                return false;
            }
            OpenDirectory.check(result, "set extended attribute " + name + " of", shown);
            return true;
        }
    }
}
