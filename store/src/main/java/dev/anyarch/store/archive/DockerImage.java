package dev.anyarch.store.archive;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import java.util.List;

/**
 * One image of a Docker archive.
 *
 * @param names as in {@code RepoTags}: {@code busybox:latest}; none when it was saved by its ID
 * @param descriptor of the manifest that was made for it, since the archive has none
 * @param platform as in its config
 */
public record DockerImage(List<String> names, Descriptor descriptor, Platform platform) {
    public DockerImage {
        names = List.copyOf(names);
    }
}
