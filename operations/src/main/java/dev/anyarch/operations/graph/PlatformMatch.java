package dev.anyarch.operations.graph;

import dev.anyarch.model.platform.Platform;
import java.util.HashSet;

/** Whether an image is exactly for a platform that was asked for, never for one that would do. */
public final class PlatformMatch {
    private PlatformMatch() {}

    /**
     * The same OS, architecture and variant in canonical names; an OS version and OS features count when {@code wanted}
     * names them.
     */
    public static boolean matches(Platform wanted, Platform found) {
        Platform left = wanted.normalized();
        Platform right = found.normalized();
        return left.os().equals(right.os()) && left.architecture().equals(right.architecture())
                && left.variant().equals(right.variant())
                && (left.osVersion().isEmpty() || left.osVersion().equals(right.osVersion()))
                && new HashSet<>(right.osFeatures()).containsAll(left.osFeatures());
    }
}
