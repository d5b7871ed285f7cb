package dev.anyarch.runtime;

import java.util.List;

/** Who a program runs as. */
public record ContainerUser(long uid, long gid, List<Long> additionalGroups) {
    public static final ContainerUser ROOT = new ContainerUser(0, 0, List.of());

    public ContainerUser {
        additionalGroups = List.copyOf(additionalGroups);
    }
}
