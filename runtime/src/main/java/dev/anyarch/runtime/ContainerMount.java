package dev.anyarch.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that a program sees at a path although it is not in its image. */
public sealed interface ContainerMount {

    /** Absolute, without links. */
    String target();

    /** A file or directory of this machine. Devices in it are files without content, see {@link Devices}. */
    record Bind(Path source, String target, boolean readOnly) implements ContainerMount {}

    /** A device of this machine that the program may open. */
    record Device(Path source, String target, boolean readOnly) implements ContainerMount {}

    /**
     * Memory.
     *
     * @param size in bytes; 0 for as much as there is
     * @param settings as the kernel has them, in addition to the usual ones, or against them
     */
    record Memory(String target, long size, List<String> settings) implements ContainerMount {
        public Memory {
            settings = List.copyOf(settings);
        }

        public Memory(String target, long size) {
            this(target, size, List.of());
        }

        /** The permissions of its directory. */
        int mode() {
            return Integer.parseInt(setting("mode").orElse("1777"), 8);
        }

        /** Of the owner of its directory. */
        long uid() {
            return Long.parseLong(setting("uid").orElse("0"));
        }

        /** Of the group of its directory. */
        long gid() {
            return Long.parseLong(setting("gid").orElse("0"));
        }

        /** The last counts, as with the kernel. */
        private Optional<String> setting(String name) {
            return settings.stream()
                    .filter(setting -> setting.startsWith(name + "="))
                    .map(setting -> setting.substring(name.length() + 1))
                    .reduce((_, last) -> last);
        }
    }

    /** A file that is in memory only. */
    record SecretFile(String target, Secret content, int mode, long uid, long gid) implements ContainerMount {}

    /** How the OCI runtime is told. */
    default List<String> options() {
        return switch (this) {
            case Bind bind -> List.of("rbind", bind.readOnly ? "ro" : "rw");
            case Device device -> List.of("bind", device.readOnly ? "ro" : "rw");
            case Memory memory -> {
                List<String> options = new ArrayList<>(List.of("nosuid", "nodev", "mode=1777"));
                if (memory.size > 0) {
                    options.add("size=" + memory.size);
                }
                options.addAll(memory.settings);
                yield options;
            }
            // what the file system has that it is in, which must not be taken away from it in a user namespace
            case SecretFile _ -> List.of("rbind", "ro", "nosuid", "nodev", "noexec");
        };
    }
}
