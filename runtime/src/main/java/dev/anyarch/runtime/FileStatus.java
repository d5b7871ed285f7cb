package dev.anyarch.runtime;

import dev.anyarch.content.TarType;
import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel says of a file.
 *
 * @param mode with the type bits
 * @param stored how many bytes it takes on the disk
 * @param changed when anything about it was, by the clock of the kernel; nobody can set it
 * @param inode with {@code device} the identity of the file
 */
record FileStatus(int mode, long uid, long gid, long size, long stored, Instant mtime, Instant changed, long links,
        long device,
        long inode,
        long devMajor, long devMinor) {
    private static final int TYPE = 0170000;

    int permissions() {
        return mode & 07777;
    }

    boolean isDirectory() {
        return (mode & TYPE) == 0040000;
    }

    boolean isSymbolicLink() {
        return (mode & TYPE) == 0120000;
    }

    boolean isSocket() {
        return (mode & TYPE) == 0140000;
    }

    /** Overlay file systems mark a deleted file by a device that cannot exist. */
    boolean isWhiteout() {
        return (mode & TYPE) == 0020000 && devMajor == 0 && devMinor == 0;
    }

    /** Empty for a socket, which no archive holds. */
    Optional<TarType> type() {
        return switch (mode & TYPE) {
            case 0040000 -> Optional.of(TarType.DIRECTORY);
            case 0100000 -> Optional.of(TarType.FILE);
            case 0120000 -> Optional.of(TarType.SYMBOLIC_LINK);
            case 0010000 -> Optional.of(TarType.FIFO);
            case 0020000 -> Optional.of(TarType.CHARACTER_DEVICE);
            case 0060000 -> Optional.of(TarType.BLOCK_DEVICE);
            default -> Optional.empty();
        };
    }
}
