package dev.anyarch.runtime;

import dev.anyarch.content.XattrValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/**
 * How an overlay file system marks what an upper layer takes away. A directory that hides what is below has an extended
 * attribute; the kernel reads one name as root and another in a user namespace. Only one is set: as root, the other would be
 * an attribute like any other, which the kernel copies to the upper layer with the directory that it describes.
 */
final class Overlay {
    private static final String PRIVILEGED = "trusted.overlay.";
    private static final String OPAQUE = "opaque";
    private static final String UNPRIVILEGED = "user.overlay.";
    private static final String FUSE = "user.fuseoverlayfs.";
    private static final XattrValue YES = XattrValue.of("y".getBytes(StandardCharsets.US_ASCII));

    private Overlay() {}

    /** Whether an extended attribute belongs to the machinery or to the machine, and not to the file. */
    static boolean isInternal(String attribute) {
        return attribute.startsWith(PRIVILEGED) || attribute.startsWith(UNPRIVILEGED) || attribute.startsWith(FUSE)
                || attribute.equals("security.selinux");
    }

    static boolean isOpaqueMark(String attribute) {
        return attribute.equals(PRIVILEGED + OPAQUE) || attribute.equals(UNPRIVILEGED + OPAQUE)
                || attribute.equals(FUSE + OPAQUE);
    }

    /** As {@link #isOpaqueMark(String)}, in an upper layer that this rung made: as root, the kernel's word alone counts. */
    static boolean isOpaqueMark(String attribute, Rung rung) {
        return rung == Rung.ROOT ? attribute.equals(PRIVILEGED + OPAQUE) : isOpaqueMark(attribute);
    }

    /** Whether a directory hides what layers below have in it. */
    static boolean isOpaque(OpenDirectory parent, String name) throws FileSystemException {
        return parent.xattrs(name).keySet().stream().anyMatch(Overlay::isOpaqueMark);
    }

    static void markOpaque(OpenDirectory parent, String name) throws FileSystemException {
        if (!parent.setXattr(name, PRIVILEGED + OPAQUE, YES) && !parent.setXattr(name, UNPRIVILEGED + OPAQUE, YES)) {
            throw new FileSystemException(name, null,
                    "expected a file system with extended attributes below the local store, found one without");
        }
    }

    static void markDeleted(OpenDirectory parent, String name) throws FileSystemException {
        if (!parent.makeNode(name, 0020000, 0, 0)) {
            throw new FileSystemException(name, null, "cannot mark a deleted file: no right to make devices");
        }
    }
}
