package dev.anyarch.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Replaces this process by the same Java program in a user namespace. */
final class Reincarnation {
    private static final int SIGNALS = 128;
    private static final int SET_MASK = 2;
    private static final int READ_ONLY = 0;

    private Reincarnation() {}

    /** @param option for the JVM, before all others */
    static void in(SearchPath path, UserNamespace namespace, String option) throws IOException {
        // by a descriptor that stays open, so that the process that held the namespace is not needed any more
        int entrance;
        try (Arena arena = Arena.ofConfined()) {
            entrance = OpenDirectory.check(Libc.call("open", Libc.text(arena, namespace.file()), READ_ONLY), "open",
                    namespace.file());
        }
        List<String> own = List.of(Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8)
                .split("\0", -1));
        List<String> command = new ArrayList<>(UserNamespace.prefix(path, "/proc/self/fd/" + entrance));
        command.add(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        command.add(option);
        command.addAll(own.subList(1, own.size() - 1));
        namespace.close();
        removeLibraries();
        execute(command);
    }

    /** Native libraries that were unpacked for this process, which would go when a JVM ends as usual. */
    private static void removeLibraries() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        List<Path> libraries = Files.readAllLines(Path.of("/proc/self/maps"))
                .stream()
                .filter(line -> line.indexOf('/') >= 0 && line.endsWith(".so"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .filter(file -> temporary.equals(file.getParent()))
                .distinct()
                .toList();
        for (Path library : libraries) {
            Files.deleteIfExists(library);
            Files.deleteIfExists(Path.of(library + ".lck"));
        }
    }

    private static void execute(List<String> command) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ValueLayout.JAVA_LONG, command.size() + 1L);
            for (int i = 0; i < command.size(); i++) {
                arguments.setAtIndex(ValueLayout.JAVA_LONG, i, Libc.text(arena, command.get(i)));
            }
            // what the JVM keeps from its threads is not for its successor
            Libc.call("sigprocmask", SET_MASK, arena.allocate(SIGNALS, 8).address(), 0);
            OpenDirectory.check(Libc.call("execv", Libc.text(arena, command.getFirst()), arguments.address()),
                    "execute",
                    command.getFirst());
        }
    }
}
