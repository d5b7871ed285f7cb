package dev.anyarch.runtime;

import dev.anyarch.content.TarText;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** The names in a directory, from the kernel's own list: getdents64(2). */
final class DirectoryNames {
    /** Musl has it by the older name. */
    private static final String LIST = Libc.has("getdents64") ? "getdents64" : "getdents";
    private static final int LENGTH_OF_ENTRY = 16;
    private static final int NAME_IN_ENTRY = 19;

    private DirectoryNames() {}

    /**
     * All but the directory itself and the one above, sorted.
     *
     * @param descriptor opened for this, at the directory's beginning
     * @param shown what the directory is called in messages
     */
    static List<String> read(int descriptor, String shown) throws FileSystemException {
        CallMemory memory = CallMemory.ofThread();
        List<String> names = new ArrayList<>();
        int length = list(descriptor, memory, shown);
        while (length > 0) {
            add(memory.result(), length, names);
            length = list(descriptor, memory, shown);
        }
        names.sort(null);
        return names;
    }

    private static int list(int descriptor, CallMemory memory, String shown) throws FileSystemException {
        return OpenDirectory.check(
                (int) Libc.callLong(LIST, descriptor, memory.resultAddress(), CallMemory.RESULT_SIZE), "list", shown);
    }

    private static void add(ByteBuffer entries, int length, List<String> names) {
        for (int at = 0; at < length; at += entries.getShort(at + LENGTH_OF_ENTRY) & 0xffff) {
            int begin = at + NAME_IN_ENTRY;
            int end = begin;
            while (entries.get(end) != 0) {
                end++;
            }
            byte[] bytes = new byte[end - begin];
            entries.get(begin, bytes);
            String name = TarText.decode(bytes);
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
    }
}
