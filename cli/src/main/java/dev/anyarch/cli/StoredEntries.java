package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the store has of an image whose registry is asked for more.
 *
 * @param shared the platforms whose entries are those of the registry
 * @param areOthers whether the store has an entry that the registry has not, so that it is another image
 */
record StoredEntries(List<Platform> shared, boolean areOthers) {

    StoredEntries {
        shared = List.copyOf(shared);
    }

    static StoredEntries of(Found stored, Found remote) throws IOException {
        List<Descriptor> there = images(remote);
        List<Platform> shared = new ArrayList<>();
        boolean areOthers = false;
        for (Descriptor here : images(stored)) {
            Optional<Descriptor> same = there.stream()
                    .filter(entry -> entry.digest().equals(here.digest()))
                    .findFirst();
            same.flatMap(Descriptor::platform).ifPresent(shared::add);
            areOthers |= same.isEmpty();
        }
        return new StoredEntries(shared, areOthers);
    }

    private static List<Descriptor> images(Found found) throws IOException {
        return found.source().fetchManifest(found.root().digest()).parse() instanceof ImageIndex index
                ? index.manifests().stream().filter(entry -> !entry.isAttachment()).toList()
                : List.of(found.root());
    }
}
