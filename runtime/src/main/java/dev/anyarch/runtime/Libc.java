package dev.anyarch.runtime;

import dev.anyarch.content.TarText;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Functions of the C library that Java has no other way to. All of them are called through one shape, five words in and one
 * out, because linking a shape costs 15 ms and every calling convention of 64-bit Linux ignores arguments too many. For
 * several threads.
 */
@SuppressWarnings("restricted") // the declarations here are what has to be right
final class Libc {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EEXIST = 17;
    static final int ENODATA = 61;
    static final int EINVAL = 22;
    static final int ENOTSUP = 95;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Linker.Option.captureCallState("errno"));
    /** Where a call leaves its error; one for each thread, because most calls are shorter than making it. */
    private static final ThreadLocal<MemorySegment> OUTCOME = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(STATE));
    private static final ConcurrentMap<String, MemorySegment> FOUND = new ConcurrentHashMap<>();

    private Libc() {}

    static boolean has(String function) {
        return SYMBOLS.find(function).isPresent();
    }

    /** Where a function is, for those that take one. */
    static long address(String function) {
        return find(function).address();
    }

    private static MemorySegment find(String function) {
        MemorySegment known = FOUND.get(function);
        return known != null ? known : load(function);
    }

    private static MemorySegment load(String function) {
        return FOUND.computeIfAbsent(function, name -> SYMBOLS.find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name)));
    }

    /** Calls a function that answers a negative {@code int} on failure; that becomes {@code -errno}. */
    static int call(String function, long... arguments) {
        MemorySegment state = OUTCOME.get();
        int result = (int) invoke(function, state, arguments);
        return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
    }

    /** As {@link #call}, of a function that answers a {@code long}. */
    static long callLong(String function, long... arguments) {
        MemorySegment state = OUTCOME.get();
        long result = invoke(function, state, arguments);
        return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    }

    @SuppressWarnings("IllegalCatch") // invokeExact is declared to throw anything
    private static long invoke(String function, MemorySegment state, long... arguments) {
        MemorySegment address = find(function);
        long[] five = new long[5];
        System.arraycopy(arguments, 0, five, 0, arguments.length);
        try {
            return (long) CALL.invokeExact(address, state, five[0], five[1], five[2], five[3], five[4]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address of a text that ends with NUL; names keep bytes that are not UTF-8. */
    static long text(Arena arena, String text) {
        byte[] bytes = TarText.encode(text);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment.address();
    }

    /** What the number of an error means, in the words of the C library. */
    static String message(int errno) {
        return switch (errno) {
            case EPERM -> "Operation not permitted";
            case ENOENT -> "No such file or directory";
            case 5 -> "Input/output error";
            case 8 -> "Exec format error";
            case 13 -> "Permission denied";
            case EEXIST -> "File exists";
            case 18 -> "Invalid cross-device link";
            case 20 -> "Not a directory";
            case 21 -> "Is a directory";
            case EINVAL -> "Invalid argument";
            case 24 -> "Too many open files";
            case 27 -> "File too large";
            case 28 -> "No space left on device";
            case 30 -> "Read-only file system";
            case 36 -> "File name too long";
            case 39 -> "Directory not empty";
            case 40 -> "Too many levels of symbolic links";
            case 75 -> "Value too large for defined data type";
            case ENOTSUP -> "Operation not supported";
            case 122 -> "Disk quota exceeded";
            default -> "error " + errno;
        };
    }
}
