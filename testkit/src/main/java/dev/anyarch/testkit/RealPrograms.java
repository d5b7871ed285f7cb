package dev.anyarch.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The real programs of this machine. */
public final class RealPrograms {
    private RealPrograms() {}

    /** Where {@code name} is: on {@code PATH}, or where Debian keeps daemons. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Why a test without it cannot run; empty when it is there. */
    public static Optional<String> whyMissing(String name, String debianPackage) {
        return find(name).isPresent()
                ? Optional.empty()
                : Optional.of("%s is not installed: apt-get install %s".formatted(name, debianPackage));
    }

    /** Whether a missing program is a failure: {@code ANYARCH_REQUIRE_INTEROP=1}. */
    public static boolean areRequired() {
        return "1".equals(System.getenv("ANYARCH_REQUIRE_INTEROP"));
    }
}
