package dev.anyarch.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What {@code chattr +i} and {@code +a} set, which a program may do that has all privileges: not even root removes it then. */
final class FileFlags {
    private static final int O_READ = 04000 | 02000000;
    private static final int IMMUTABLE_OR_APPEND = 0x30;
    /** POWER numbers the directions of its calls otherwise than everybody else. */
    private static final boolean IS_POWER = System.getProperty("os.arch", "").startsWith("ppc");
    private static final long GET = IS_POWER ? 0x40086601L : 0x80086601L;
    private static final long SET = IS_POWER ? 0x80086602L : 0x40086602L;

    private FileFlags() {}

    /**
     * Clears them.
     *
     * @param directory a descriptor
     * @param child a name in it, or {@code .}
     * @param noFollow the flag of this machine that keeps links from being followed
     * @return whether there was something to clear, and this process may
     */
    static boolean clear(int directory, String child, int noFollow) {
        try (Arena arena = Arena.ofConfined()) {
            int file = Libc.call("openat", directory, Libc.text(arena, child), O_READ | noFollow);
            if (file < 0) {
                return false;
            }
            try {
                MemorySegment flags = arena.allocate(8, 8);
                if (Libc.call("ioctl", file, GET, flags.address()) < 0) {
                    return false;
                }
                int found = flags.get(ValueLayout.JAVA_INT, 0);
                flags.set(ValueLayout.JAVA_INT, 0, found & ~IMMUTABLE_OR_APPEND);
                return (found & IMMUTABLE_OR_APPEND) != 0 && Libc.call("ioctl", file, SET, flags.address()) >= 0;
            } finally {
                Libc.call("close", file);
            }
        }
    }
}
