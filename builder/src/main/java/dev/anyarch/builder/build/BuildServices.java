package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.UsedSteps;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the stages of one build share. For several threads.
 *
 * @param used where it is noted what was done or found done
 * @param commands what the caller gives to the commands of this build
 */
record BuildServices(ImageBuild build, Freshness freshness, UsedSteps used, HostDirectory context,
        SharedServices shared,
        BaseImageCatalog bases, BaseLayers baseLayers, LayerFactory layers, ContentDigests contents, StepCache steps,
        Downloads downloads, GitRepositories repositories, LocalArchives archives, BuildProgress progress,
        Warnings warnings, RunServices runs, RunEnvironment commands, Once<Digest, BuiltStage> stages,
        Once<Described, Optional<Digest>> descriptions) {

    /** Files of the host that are to be copied, of which some are left out. */
    record Described(List<TransferItem> items, List<String> excludes) {
        Described {
            items = List.copyOf(items);
            excludes = List.copyOf(excludes);
        }
    }

    /** Warnings, each once although several platforms find it. */
    static final class Warnings {
        private final BuildProgress progress;
        private final Set<DockerfileWarning> seen = ConcurrentHashMap.newKeySet();
        private final List<DockerfileWarning> inOrder = new CopyOnWriteArrayList<>();

        Warnings(BuildProgress progress) {
            this.progress = progress;
        }

        void warn(Optional<SourceLocation> at, String message) {
            add(new DockerfileWarning(at, message));
        }

        void add(DockerfileWarning warning) {
            if (seen.add(warning)) {
                inOrder.add(warning);
                progress.warned(warning);
            }
        }

        /** By place in the file, so that the order does not depend on threads. */
        List<DockerfileWarning> all() {
            return inOrder.stream()
                    .sorted(Comparator
                            .comparing((DockerfileWarning warning) -> warning.location()
                                    .map(SourceLocation::line)
                                    .orElse(0))
                            .thenComparing(DockerfileWarning::message))
                    .toList();
        }
    }
}
