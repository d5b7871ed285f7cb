package dev.anyarch.runtime;

import dev.anyarch.content.TarText;
import dev.anyarch.content.XattrValue;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A directory held open, and what can be done with the names in it. Names are single and never followed when they are links,
 * so nothing here leaves the directory; bytes that are not UTF-8 survive. For several threads while it is open.
 */
final class OpenDirectory implements Closeable {
    private static final int AT_CURRENT = -100;
    private static final int NO_FOLLOW = 0x100;
    private static final int EMPTY_PATH = 0x1000;
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int O_WRITE_NEW = 01 | 0100 | 0200;
    private static final int O_NOFOLLOW = linuxFlag(0400000, 0100000);
    private static final int O_DIRECTORY = linuxFlag(0200000, 040000);
    private static final int O_CLOEXEC = 02000000;
    /** Whoever reads thousands of new files writes as many times of access otherwise. */
    private static final int O_NOATIME = 01000000;
    private static final int O_PATH = 010000000;
    private static final long OPENAT2 = 437;
    private static final long RESOLVE_IN_ROOT = 0x10;
    private static final int STATX_BASIC = 0x7ff;
    private static final int LONGEST_LINK = 4096;
    private static final int BLOCK = 512;
    private static final int S_IFREG = 0100000;

    private final int descriptor;
    private final String name;

    private OpenDirectory(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** ARM and POWER number these two otherwise than everybody else. */
    private static int linuxFlag(int most, int armAndPower) {
        String architecture = System.getProperty("os.arch", "");
        return architecture.startsWith("aarch64") || architecture.startsWith("arm") || architecture.startsWith("ppc")
                ? armAndPower
                : most;
    }

    static OpenDirectory open(Path path) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            return new OpenDirectory(check(Libc.call("openat", AT_CURRENT, Libc.text(arena, path.toString()),
                    O_PATH | O_DIRECTORY | O_CLOEXEC), "open", path.toString()), path.toString());
        }
    }

    OpenDirectory open(String child) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            return new OpenDirectory(check(Libc.call("openat", descriptor, Libc.text(arena, child),
                    O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), "open", path(child)), path(child));
        }
    }

    /** The directory at a path below; links in it are followed as if this directory were the root. */
    Optional<OpenDirectory> findInRoot(String below) throws FileSystemException {
        int opened = openInRoot(below.isEmpty() ? "." : below, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (opened == -Libc.ENOENT) {
            return Optional.empty();
        }
        return Optional.of(new OpenDirectory(check(opened, "open", path(below)), path(below)));
    }

    /** Reads the file at a path below; it is no link, and links to its directory are as in {@link #findInRoot}. */
    InputStream openFileInRoot(String below) throws FileSystemException {
        int opened = openInRoot(below, O_NOFOLLOW | O_CLOEXEC | O_NOATIME);
        if (opened == -Libc.EPERM) {
            opened = openInRoot(below, O_NOFOLLOW | O_CLOEXEC); // somebody else's
        }
        return new DescriptorInputStream(check(opened, "read", path(below)), path(below));
    }

    private int openInRoot(String below, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(ValueLayout.JAVA_LONG, 0, flags);
            how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT);
            return (int) Libc.callLong("syscall", OPENAT2, descriptor, Libc.text(arena, below), how.address(), 24);
        }
    }

    /** Where it is, without links. */
    Path location() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
    }

    void makeDirectory(String child, int mode) throws FileSystemException {
        withText(child, text -> Libc.call("mkdirat", descriptor, text, mode), "make directory");
    }

    /** Makes a file that was not there. */
    OutputStream createFile(String child) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            int opened = check(Libc.call("openat", descriptor, Libc.text(arena, child),
                    O_WRITE_NEW | O_NOFOLLOW | O_CLOEXEC, 0600), "create", path(child));
            return new DescriptorOutputStream(opened, path(child));
        }
    }

    InputStream openFile(String child) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            int opened = check(Libc.call("openat", descriptor, Libc.text(arena, child), O_NOFOLLOW | O_CLOEXEC), "read",
                    path(child));
            return new DescriptorInputStream(opened, path(child));
        }
    }

    void makeSymbolicLink(String child, String target) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            long to = Libc.text(arena, target);
            withText(child, text -> Libc.call("symlinkat", to, descriptor, text), "make link");
        }
    }

    /** Gives the file {@code existing} of {@code directory} another name here. */
    void link(OpenDirectory directory, String existing, String child) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            long from = Libc.text(arena, existing);
            withText(child, text -> Libc.call("linkat", directory.descriptor, from, descriptor, text, 0), "link");
        }
    }

    /** Gives a file of this directory another name in {@code directory}. */
    void linkTo(String existing, OpenDirectory directory, String child) throws FileSystemException {
        directory.link(this, existing, child);
    }

    /** Moves what has a name here to {@code directory}, on the same file system. */
    void renameTo(String child, OpenDirectory directory, String newName) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            long to = Libc.text(arena, newName);
            freeing(child, text -> Libc.call("renameat", descriptor, text, directory.descriptor, to), "move");
        }
    }

    /**
     * Makes a device, a pipe or an overlay's mark of a deleted file.
     *
     * @param mode with the type bits
     * @return whether this process may make such a thing
     */
    boolean makeNode(String child, int mode, long major, long minor) throws FileSystemException {
        long device = (minor & 0xff) | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
        try (Arena arena = Arena.ofConfined()) {
            long text = Libc.text(arena, child);
            int result;
            if (Libc.has("mknodat")) {
                result = Libc.call("mknodat", descriptor, text, mode, device);
            } else {
                MemorySegment pointer = arena.allocateFrom(ValueLayout.JAVA_LONG, device);
                result = Libc.call("__xmknodat", 0, descriptor, text, mode, pointer.address());
            }
            if (result == -Libc.EPERM) {
                return false;
            }
            check(result, "make device", path(child));
            return true;
        }
    }

    Optional<FileStatus> find(String child) throws FileSystemException {
        CallMemory memory = CallMemory.ofThread();
        int result = Libc.call("statx", descriptor, memory.text(child),
                child.isEmpty() ? NO_FOLLOW | EMPTY_PATH : NO_FOLLOW, STATX_BASIC, memory.resultAddress());
        if (result == -Libc.ENOENT) {
            return Optional.empty();
        }
        if (result < 0) {
            throw failure(result, "look at", path(child));
        }
        ByteBuffer status = memory.result();
        return Optional.of(new FileStatus(status.getShort(28) & 0xffff, unsigned(status, 20), unsigned(status, 24),
                status.getLong(40), status.getLong(48) * BLOCK, instant(status, 112), instant(status, 96),
                unsigned(status, 16), unsigned(status, 136) << 32 | unsigned(status, 140), status.getLong(32),
                unsigned(status, 128), unsigned(status, 132)));
    }

    private static long unsigned(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xffff_ffffL;
    }

    private static Instant instant(ByteBuffer buffer, int at) {
        return Instant.ofEpochSecond(buffer.getLong(at), buffer.getInt(at + 8));
    }

    /** Of the directory itself. */
    FileStatus status() throws FileSystemException {
        return find("").orElseThrow();
    }

    String readLink(String child) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST_LINK);
            long length = Libc.callLong("readlinkat", descriptor, Libc.text(arena, child), buffer.address(),
                    LONGEST_LINK);
            check((int) length, "read link", path(child));
            return TarText.decode(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** The names in it, sorted. */
    List<String> names() throws FileSystemException {
        int listed = check(Libc.call("openat", descriptor, CallMemory.ofThread().text("."), O_DIRECTORY | O_CLOEXEC),
                "list", name);
        try {
            return DirectoryNames.read(listed, name);
        } finally {
            Libc.call("close", listed);
        }
    }

    SortedMap<String, XattrValue> xattrs(String child) throws FileSystemException {
        return ExtendedAttributes.read(byDescriptor(child), path(child));
    }

    /** Whether the file system and this process's rights allowed it. */
    boolean setXattr(String child, String attribute, XattrValue value) throws FileSystemException {
        return ExtendedAttributes.set(byDescriptor(child), attribute, value, path(child));
    }

    /** Whether this process may give files to that owner. */
    boolean changeOwner(String child, long uid, long gid) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            int result = Libc.call("fchownat", descriptor, Libc.text(arena, child), uid, gid, NO_FOLLOW);
            if (result == -Libc.EPERM || result == -Libc.EINVAL) {
                return false;
            }
            check(result, "change the owner of", path(child));
            return true;
        }
    }

    /** Not for symbolic links, which have no mode. */
    void changeMode(String child, int mode) throws FileSystemException {
        freeing(child, text -> Libc.call("fchmodat", descriptor, text, mode, 0), "change the mode of");
    }

    void changeTime(String child, Instant mtime) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(32, 8);
            for (long at = 0; at < 32; at += 16) {
                times.set(ValueLayout.JAVA_LONG, at, mtime.getEpochSecond());
                times.set(ValueLayout.JAVA_LONG, at + 8, mtime.getNano());
            }
            withText(child, text -> Libc.call("utimensat", descriptor, text, times.address(), NO_FOLLOW),
                    "set the time of");
        }
    }

    /** The address of a socket in it: an address is short, and a path may be long. As long as this is open. */
    UnixDomainSocketAddress socketAddress(String child) {
        return UnixDomainSocketAddress.of("/proc/self/fd/%d/%s".formatted(descriptor, child));
    }

    void removeFile(String child) throws FileSystemException {
        freeing(child, text -> Libc.call("unlinkat", descriptor, text, 0), "remove");
    }

    /** Removes a directory with nothing in it. */
    void removeDirectory(String child) throws FileSystemException {
        freeing(child, text -> Libc.call("unlinkat", descriptor, text, REMOVE_DIRECTORY), "remove");
    }

    /** Removes a name with everything below it, or nothing when it is not there. */
    void removeTree(String child) throws IOException {
        TreeRemoval.remove(this, child);
    }

    /** As {@link #removeTree}, of a path below. */
    void removeTreeBelow(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        Optional<OpenDirectory> parent = findInRoot(slash < 0 ? "" : path.substring(0, slash));
        if (parent.isPresent()) {
            try (OpenDirectory directory = parent.get()) {
                directory.removeTree(path.substring(slash + 1));
            }
        }
    }

    @Override
    public void close() {
        Libc.call("close", descriptor);
    }

    static int regularFile(int permissions) {
        return S_IFREG | permissions;
    }

    private String path(String child) {
        return child.isEmpty() ? name : name + "/" + child;
    }

    private String byDescriptor(String child) {
        return "/proc/self/fd/" + descriptor + "/" + child;
    }

    private interface Call {
        int with(long text);
    }

    private void withText(String child, Call call, String operation) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            check(call.with(Libc.text(arena, child)), operation, path(child));
        }
    }

    /** What was made immutable changes and goes as everything else. */
    private void freeing(String child, Call call, String operation) throws FileSystemException {
        try (Arena arena = Arena.ofConfined()) {
            long text = Libc.text(arena, child);
            int result = call.with(text);
            if (result == -Libc.EPERM) {
                // both of them keep it here
                boolean isChildFree = FileFlags.clear(descriptor, child, O_NOFOLLOW);
                boolean isDirectoryFree = FileFlags.clear(descriptor, ".", O_NOFOLLOW);
                result = isChildFree || isDirectoryFree ? call.with(text) : result;
            }
            check(result, operation, path(child));
        }
    }

    static int check(int result, String operation, String subject) throws FileSystemException {
        if (result < 0) {
            throw failure(result, operation, subject);
        }
        return result;
    }

    private static FileSystemException failure(int result, String operation, String subject) {
        return new FileSystemException(subject, null, "cannot %s: %s".formatted(operation, Libc.message(-result)));
    }
}
