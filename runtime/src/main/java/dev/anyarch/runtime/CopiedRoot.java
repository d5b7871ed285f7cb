package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A root file system of copies, for where nothing can be mounted: what would be mounted is copied too, and what the program
 * changed is found by looking at everything. For one thread.
 */
final class CopiedRoot {
    private static final List<String> NOT_PART = List.of("proc", "sys", "dev");

    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final List<Integer> DEVICE_NUMBERS = List.of(1, 3, 1, 5, 1, 7, 1, 8, 1, 9, 5, 0);
    private static final List<String> STREAMS = List.of("fd", "stdin", "stdout", "stderr");
    private static final int CHARACTER_DEVICE = 0020666;

    private final RootFileSystem root;
    private final Set<String> ignored = new TreeSet<>(NOT_PART);
    private final List<String> made = new ArrayList<>();

    CopiedRoot(RootFileSystem root) {
        this.root = root;
    }

    /** @throws CannotExecuteException when the program wants something that is not this machine's */
    static void requireShared(ContainerSpec spec, String rung) throws CannotExecuteException {
        spec.confinement().requirePossible(rung);
        if (spec.network() != ContainerSpec.Network.HOST) {
            throw new CannotExecuteException("no network (none) cannot be had by %s, which shares this machine's"
                    .formatted(rung));
        }
    }

    /** Where nothing can be mounted, a file is on a disk. */
    static CannotExecuteException noSecretFile(ContainerMount mount, String rung) {
        return new CannotExecuteException(
                ("a secret at %s cannot be had by %s, which can mount nothing, so that it would be on a disk; "
                        + "as a variable it can (--mount=type=secret,id=ID,env=NAME)").formatted(mount.target(), rung));
    }

    /** What comes before a command that has limits of its own. */
    static List<String> limited(ContainerSpec spec, SearchPath path) throws CannotExecuteException {
        List<String> command = new ArrayList<>();
        if (!spec.limits().isEmpty()) {
            command.add(path.require("prlimit", "util-linux").toString());
            command.addAll(ResourceLimit.options(spec.limits()));
            command.add("--");
        }
        if (spec.confinement().keepsPrivileges()) {
            command.addAll(List.of(path.require("setpriv", "util-linux").toString(), "--no-new-privs"));
        }
        return command;
    }

    Path merged() {
        return root.directory().resolve("merged");
    }

    /** Where a directory of the program is on this machine; links lead where they lead the program. */
    Path directory(String path) throws IOException {
        try (OpenDirectory merged = OpenDirectory.open(merged());
                OpenDirectory found = merged.findInRoot(path.substring(1))
                        .orElseThrow(() -> new CannotExecuteException(
                                "the program begins in %s: expected a directory, found none".formatted(path)))) {
            return found.location();
        }
    }

    /** Copies the layers; something that the program gets beside them can be placed now. */
    void merge() throws IOException {
        try (OpenDirectory directory = OpenDirectory.open(root.directory())) {
            directory.changeMode("merged", directory.find("upper").orElseThrow().permissions());
        }
        try (OpenDirectory merged = OpenDirectory.open(merged())) {
            CopiedTree tree = new CopiedTree(merged);
            for (Path layer : root.layerPaths()) {
                try (OpenDirectory open = OpenDirectory.open(layer)) {
                    tree.add(open);
                }
            }
            tree.finish();
        }
    }

    /** A path is no part of the tree, whatever is there. */
    void ignore(String path) {
        ignored.add(path);
    }

    /** Makes a directory that is not part of the tree. */
    void placeDirectory(String path) throws IOException {
        place(path, TarEntry.directory(path, 0755), new byte[0]);
    }

    /** What is memory elsewhere is a directory, with the owner and the mode that were asked for. */
    void placeMemory(ContainerMount.Memory memory) throws IOException {
        String path = memory.target().substring(1);
        placeDirectory(path);
        try (OpenDirectory merged = OpenDirectory.open(merged());
                OpenDirectory placed = merged.findInRoot(path).orElseThrow()) {
            if (!placed.changeOwner(".", memory.uid(), memory.gid())) {
                throw new CannotExecuteException("memory at %s cannot belong to %d:%d here".formatted(memory.target(),
                        memory.uid(), memory.gid()));
            }
            placed.changeMode(".", memory.mode());
        }
    }

    /** The devices that every program expects; without the right to make them there is only a directory. */
    void placeDevices() throws IOException {
        placeDirectory("dev");
        placeDirectory("dev/shm");
        try (OpenDirectory merged = OpenDirectory.open(merged());
                OpenDirectory devices = merged.findInRoot("dev").orElseThrow()) {
            devices.changeMode("shm", 01777);
            for (int i = 0; i < DEVICES.size(); i++) {
                String name = DEVICES.get(i);
                if (devices.makeNode(name, CHARACTER_DEVICE, DEVICE_NUMBERS.get(2 * i),
                        DEVICE_NUMBERS.get(2 * i + 1))) {
                    devices.changeMode(name, 0666);
                }
            }
            for (int i = 0; i < STREAMS.size(); i++) {
                devices.makeSymbolicLink(STREAMS.get(i), i == 0 ? "/proc/self/fd" : "/proc/self/fd/" + (i - 1));
            }
        }
    }

    void placeFile(String path, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        place(path, TarEntry.file(path, 0644, content.length), content);
    }

    private void place(String path, TarEntry entry, byte[] content) throws IOException {
        ignore(path);
        try (OpenDirectory merged = OpenDirectory.open(merged())) {
            String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
            noteMissing(merged, parent);
            try (KeptTime _ = new KeptTime(merged, parent); LayerExpander expander = new LayerExpander(merged)) {
                merged.removeTreeBelow(path);
                expander.add(entry, new ByteArrayInputStream(content));
            }
        }
    }

    /** Copies a file or directory of this machine to where it would be mounted. */
    void placeCopy(Path source, String path) throws IOException {
        ignore(path);
        Path from = source.toAbsolutePath().normalize();
        String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        try (OpenDirectory merged = OpenDirectory.open(merged());
                OpenDirectory above = OpenDirectory.open(parentOf(from))) {
            noteMissing(merged, parent);
            try (KeptTime _ = new KeptTime(merged, parent); LayerExpander expander = new LayerExpander(merged)) {
                merged.removeTreeBelow(path);
                expander.add(TarEntry.directory(path, 0700), InputStream.nullInputStream());
            }
            try (OpenDirectory target = merged.findInRoot(parent).orElseThrow()) {
                target.removeTree(path.substring(path.lastIndexOf('/') + 1));
                new CopiedTree(target).addOne(above, from.getFileName() + "", path.substring(path.lastIndexOf('/')
                        + 1));
            }
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private void noteMissing(OpenDirectory merged, String parent) throws IOException {
        String path = parent;
        while (!path.isEmpty()) {
            Optional<OpenDirectory> found = merged.findInRoot(path);
            if (found.isPresent()) {
                found.get().close();
                return;
            }
            made.add(path);
            path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
    }

    /** Everything is in its place: from now on, changes are the program's. What is in the upper directory is the first. */
    TreeSnapshot snapshot() throws IOException {
        try (OpenDirectory merged = OpenDirectory.open(merged())) {
            TreeSnapshot snapshot = TreeSnapshot.take(merged, ignored, made);
            try (OpenDirectory upper = OpenDirectory.open(root.upper().path())) {
                CopiedTree tree = new CopiedTree(merged);
                tree.add(upper);
                tree.finish();
                for (String name : upper.names()) {
                    upper.removeTree(name);
                }
            }
            return snapshot;
        }
    }

    /** Puts what has changed into the upper directory. */
    void collect(TreeSnapshot snapshot) throws IOException {
        ClosedFiles closed = root.upper().closed();
        try (OpenDirectory directory = OpenDirectory.open(root.directory())) {
            closed.open(directory, "merged");
        }
        try (OpenDirectory merged = OpenDirectory.open(merged());
                OpenDirectory upper = OpenDirectory.open(root.upper().path())) {
            snapshot.moveChanges(merged, upper, closed);
        }
    }

    /** The time of a directory, which is the same afterwards. */
    private record KeptTime(OpenDirectory root, String path, Optional<Instant> time)
            implements
                AutoCloseable {
        KeptTime(OpenDirectory root, String path) throws IOException {
            this(root, path, time(root, path));
        }

        private static Optional<Instant> time(OpenDirectory root, String path) throws IOException {
            Optional<OpenDirectory> found = root.findInRoot(path);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (OpenDirectory directory = found.get()) {
                return Optional.of(directory.status().mtime());
            }
        }

        @Override
        public void close() throws IOException {
            if (time.isPresent()) {
                try (OpenDirectory directory = root.findInRoot(path).orElseThrow()) {
                    directory.changeTime(".", time.get());
                }
            }
        }
    }
}
