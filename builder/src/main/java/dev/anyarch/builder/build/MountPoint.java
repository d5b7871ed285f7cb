package dev.anyarch.builder.build;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A directory of a context that is on another file system than the one it is in. */
final class MountPoint {
    /** Their files are answers of the kernel: without a size, some without an end, and some wait for an event. */
    private static final Set<String> KERNEL = Set.of("proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs",
            "securityfs", "configfs", "bpf", "pstore", "efivarfs", "fusectl", "binfmt_misc", "selinuxfs", "devpts",
            "nsfs", "autofs");

    private MountPoint() {}

    /** @throws FileSystemException when there are no files in it that could get into an image */
    static void requireFiles(Path path) throws IOException {
        String type = Files.getFileStore(path).type();
        if (KERNEL.contains(type)) {
            throw new FileSystemException(HostNames.shown(path), null,
                    "expected files, found what the kernel shows as such (%s); take another directory as context or list it in .dockerignore"
                            .formatted(type));
        }
    }
}
