package dev.anyarch.builder.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The root of a context, or a directory of it that is on another file system than the one it is in. */
final class MountPoint {
    /**
     * Their files are answers of the kernel: without a size, some without an end, and some wait for an event. Not autofs:
     * what it shows is mounted when somebody looks, and may be any files.
     */
    private static final Set<String> KERNEL = Set.of("proc", "sysfs", "cgroup", "cgroup2", "debugfs", "tracefs",
            "securityfs", "configfs", "bpf", "pstore", "efivarfs", "fusectl", "binfmt_misc", "selinuxfs", "devpts",
            "nsfs");
    /** What is mounted, as proc_pid_mountinfo(5) describes it; only Linux has it, and only Linux has such file systems. */
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private MountPoint() {}

    /** @throws FileSystemException when there are no files in it that could get into an image */
    static void requireFiles(Path path) throws IOException {
        Optional<String> type = Files.isReadable(MOUNTS) ? type(path) : Optional.empty();
        if (type.filter(KERNEL::contains).isPresent()) {
            throw new FileSystemException(HostNames.shown(path), null,
                    "expected files, found what the kernel shows as such (%s); take another directory as context or list it in .dockerignore"
                            .formatted(type.get()));
        }
    }

    private static Optional<String> type(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev") instanceof Long device
                ? type(device, Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /**
     * The type of a file system by its number, for several can be mounted on one path, and a path can be on one that is not
     * listed; empty where the numbers are not those of mounts, as in a subvolume of Btrfs.
     *
     * @param mounts the lines of {@code mountinfo}
     */
    static Optional<String> type(long device, List<String> mounts) {
        String number = "%d:%d".formatted((device >>> 8) & 0xfff, (device & 0xff) | ((device >>> 12) & 0xfff00));
        for (String mount : mounts) {
            List<String> fields = Arrays.asList(mount.split(" ", -1));
            int type = fields.indexOf("-") + 1;
            if (fields.size() > 2 && fields.get(2).equals(number) && type > 0 && type < fields.size()) {
                return Optional.of(fields.get(type));
            }
        }
        return Optional.empty();
    }
}
