package dev.anyarch.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program that makes a container of a bundle.
 *
 * @param program where it is
 */
record OciRuntime(Path program, Kind kind) {

    /** Those that were tried. */
    enum Kind {
        CRUN("crun"), RUNC("runc");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    static Optional<OciRuntime> find(SearchPath path) {
        for (Kind kind : Kind.values()) {
            Optional<Path> program = path.find(kind.name);
            if (program.isPresent()) {
                return Optional.of(new OciRuntime(program.get(), kind));
            }
        }
        return Optional.empty();
    }

    List<String> options() {
        return switch (kind) {
            case CRUN -> List.of("--cgroup-manager=disabled");
            case RUNC -> List.of();
        };
    }

    /**
     * crun refuses to start below a hierarchy that is part version 1 and part version 2, whatever it is told, so that is
     * covered; runc wants to see it.
     */
    boolean wantsCgroupsCovered() {
        return kind == Kind.CRUN && Files.isDirectory(Path.of("/sys/fs/cgroup"));
    }
}
