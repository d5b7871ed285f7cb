package dev.anyarch.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How much fits on the terminal of standard error. It is asked anew for each picture, so that nobody has to be told when its
 * window changes.
 */
record TerminalSize(int columns, int rows) {
    /** Where nobody says anything, and what every terminal was once. */
    static final TerminalSize USUAL = new TerminalSize(80, 24);
    private static final int SMALLEST = 10;
    private static final Optional<MethodHandle> CALL = find();

    TerminalSize {
        columns = Math.max(columns, SMALLEST);
        rows = Math.max(rows, 2);
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> find() {
        if (request() == 0) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return library.find("ioctl")
                .map(address -> linker.downcallHandle(address,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(2)));
    }

    /** TIOCGWINSZ of this kernel; 0 where it is not known. */
    private static long request() {
        String os = System.getProperty("os.name", "");
        String architecture = System.getProperty("os.arch", "");
        if (os.equals("Linux")) {
            return architecture.matches("ppc.*|mips.*|sparc.*") ? 0x40087468L : 0x5413L;
        }
        return os.equals("Mac OS X") ? 0x40087468L : 0;
    }

    @SuppressWarnings("IllegalCatch") // invokeExact is declared to throw anything
    static TerminalSize current() {
        if (CALL.isEmpty()) {
            return USUAL;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            int result = (int) CALL.get().invokeExact(2, request(), size);
            int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
            return result != 0 || rows == 0 || columns == 0 ? USUAL : new TerminalSize(columns, rows);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
