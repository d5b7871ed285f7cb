package dev.anyarch.content;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a tar archive, without its content. Paths are exactly those of the archive, so they may be absolute or
 * contain {@code ..}: whoever unpacks decides. A name that is not UTF-8 keeps its bytes, see {@link TarText}.
 *
 * @param path without a slash at its end, also for a directory
 * @param mode the permission bits with set-user-ID, set-group-ID and sticky: at most {@code 07777}
 * @param size of the content; 0 unless it is a file
 * @param mtime when the content changed; archives written here keep whole seconds
 * @param linkName what a link points at; empty unless it is a link
 * @param devMajor of a device; 0 unless it is a device
 * @param devMinor of a device; 0 unless it is a device
 * @param xattrs extended attributes by full name, such as {@code security.capability}
 */
public record TarEntry(String path, TarType type, int mode, long uid, long gid, long size, Instant mtime,
        String linkName, long devMajor, long devMinor, SortedMap<String, XattrValue> xattrs) {
    private static final int MAX_MODE = 07777;

    public TarEntry {
        if (path.isEmpty() || path.indexOf('\0') >= 0 || linkName.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "tar entry '%s': expected names without NUL, and a path".formatted(path));
        }
        path = withoutTrailingSlashes(path);
        if (mode < 0 || mode > MAX_MODE) {
            throw new IllegalArgumentException("tar entry '%s': mode %o: expected 0 to 7777".formatted(path, mode));
        }
        if (uid < 0 || gid < 0 || size < 0 || devMajor < 0 || devMinor < 0) {
            throw new IllegalArgumentException("tar entry '%s': negative number".formatted(path));
        }
        if (size > 0 && type != TarType.FILE) {
            throw new IllegalArgumentException("tar entry '%s': %s with content".formatted(path, type));
        }
        if (type.isLink() == linkName.isEmpty()) {
            throw new IllegalArgumentException("tar entry '%s': %s with link name '%s'".formatted(path, type,
                    linkName));
        }
        // nearly every entry: a map of its own would be more than half of what it takes
        xattrs = xattrs.isEmpty() ? none() : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    public static TarEntry file(String path, int mode, long size) {
        return new TarEntry(path, TarType.FILE, mode, 0, 0, size, Instant.EPOCH, "", 0, 0, none());
    }

    public static TarEntry directory(String path, int mode) {
        return new TarEntry(path, TarType.DIRECTORY, mode, 0, 0, 0, Instant.EPOCH, "", 0, 0, none());
    }

    public static TarEntry symbolicLink(String path, String target) {
        return new TarEntry(path, TarType.SYMBOLIC_LINK, 0777, 0, 0, 0, Instant.EPOCH, target, 0, 0, none());
    }

    /** Another name of a file that is earlier in the archive; metadata is that of the file. */
    public static TarEntry hardLink(String path, String target) {
        return new TarEntry(path, TarType.HARD_LINK, 0644, 0, 0, 0, Instant.EPOCH, target, 0, 0, none());
    }

    public TarEntry withPath(String newPath) {
        return newPath.equals(path)
                ? this
                : new TarEntry(newPath, type, mode, uid, gid, size, mtime, linkName, devMajor, devMinor, xattrs);
    }

    public TarEntry withMode(int newMode) {
        return new TarEntry(path, type, newMode, uid, gid, size, mtime, linkName, devMajor, devMinor, xattrs);
    }

    public TarEntry withOwner(long newUid, long newGid) {
        return new TarEntry(path, type, mode, newUid, newGid, size, mtime, linkName, devMajor, devMinor, xattrs);
    }

    public TarEntry withMtime(Instant newMtime) {
        return newMtime.equals(mtime)
                ? this
                : new TarEntry(path, type, mode, uid, gid, size, newMtime, linkName, devMajor, devMinor, xattrs);
    }

    public TarEntry withXattrs(Map<String, XattrValue> newXattrs) {
        return new TarEntry(path, type, mode, uid, gid, size, mtime, linkName, devMajor, devMinor,
                new TreeMap<>(newXattrs));
    }

    private static SortedMap<String, XattrValue> none() {
        return Collections.emptySortedMap();
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
