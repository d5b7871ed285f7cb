package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.util.Collection;
import java.util.List;

/**
 * What a root file system needs so that everything can be mounted that is to be. Without it the OCI runtime would make what
 * is missing among the changes of the program, and it would end up in the image.
 *
 * @param points all of them
 * @param entries those that are missing, and the directories that lead to them as they are in the image
 */
public record Skeleton(List<MountPoint> points, List<TarEntry> entries) {
    public Skeleton {
        points = List.copyOf(points);
        entries = List.copyOf(entries);
    }

    /** Of a root that has nothing yet. */
    static Skeleton ofNothing(Collection<MountPoint> points) {
        return new Skeleton(List.copyOf(points), points.stream().map(MountPoint::entry).toList());
    }
}
