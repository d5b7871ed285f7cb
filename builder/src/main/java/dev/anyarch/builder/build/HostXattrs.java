package dev.anyarch.builder.build;

import dev.anyarch.content.XattrValue;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes of files of the host that belong to an image: {@code user.*} and {@code security.capability}. Java
 * itself reads only the first kind, and opens the file for it. Elsewhere than on Linux there are none. For several threads.
 */
final class HostXattrs {
    private static final int MAX_NAMES = 64 * 1024;
    private static final int MAX_VALUE = 64 * 1024;
    private static final Optional<Calls> CALLS = Calls.find();

    private HostXattrs() {}

    /** Puts the calls together, by making one. */
    static void prepare() {
        try {
            read(Path.of("/"));
        } catch (IOException _) {
            // whoever wants to know tells
        }
    }

    /** Of a file or directory itself, also when it is a link. */
    static SortedMap<String, XattrValue> read(Path path) throws IOException {
        if (CALLS.isEmpty()) {
            return Collections.emptySortedMap();
        }
        return CALLS.get().read(path);
    }

    private static boolean isWanted(String name) {
        return name.startsWith("user.") && !name.startsWith("user.overlay.") && !name.startsWith("user.fuseoverlayfs.")
                || name.equals("security.capability");
    }

    /**
     * The two functions of the C library. They are called through one shape, because linking a shape costs 10 ms and every
     * calling convention of 64-bit Linux ignores arguments too many.
     */
    private record Calls(MethodHandle call, MemorySegment list, MemorySegment get) {

        @SuppressWarnings("restricted")
        static Optional<Calls> find() {
            if (!System.getProperty("os.name", "").equals("Linux")) {
                return Optional.empty();
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            Optional<MemorySegment> list = library.find("llistxattr");
            Optional<MemorySegment> get = library.find("lgetxattr");
            if (list.isEmpty() || get.isEmpty()) {
                return Optional.empty();
            }
            MethodHandle call = linker.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
            return Optional.of(new Calls(call, list.get(), get.get()));
        }

        SortedMap<String, XattrValue> read(Path path) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment file = text(arena, HostNames.bytes(path));
                long size = list(file, MemorySegment.NULL, 0);
                if (size <= 0 || size > MAX_NAMES) {
                    return Collections.emptySortedMap();
                }
                MemorySegment names = arena.allocate(size);
                long length = list(file, names, size);
                SortedMap<String, XattrValue> found = new TreeMap<>();
                for (long at = 0; at < length;) {
                    String name = names.getString(at, StandardCharsets.UTF_8);
                    at += name.getBytes(StandardCharsets.UTF_8).length + 1;
                    if (isWanted(name)) {
                        value(arena, file, name).ifPresent(value -> found.put(name, value));
                    }
                }
                return found;
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private long list(MemorySegment file, MemorySegment names, long size) throws Throwable {
            return (long) call.invokeExact(list, file, names, MemorySegment.ofAddress(size), 0L);
        }

        /** Empty when it has gone meanwhile, or may not be read. */
        private Optional<XattrValue> value(Arena arena, MemorySegment file, String name) throws Throwable {
            MemorySegment value = arena.allocate(MAX_VALUE);
            long size = (long) call.invokeExact(get, file, text(arena, name.getBytes(StandardCharsets.UTF_8)), value,
                    value.byteSize());
            if (size < 0) {
                return Optional.empty();
            }
            return Optional.of(XattrValue.of(value.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE)));
        }

        private static MemorySegment text(Arena arena, byte[] bytes) {
            MemorySegment text = arena.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
            return text;
        }
    }
}
