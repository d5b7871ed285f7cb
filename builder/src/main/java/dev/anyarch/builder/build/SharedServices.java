package dev.anyarch.builder.build;

import dev.anyarch.content.Compression;
import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What builds into one store have in common: base images are found and copied once, layers written once, directories and
 * downloads read once. For several threads.
 */
final class SharedServices implements Closeable {
    private final ImageStore target;
    private final Scratch scratch = new Scratch();
    private final RunServices runs;
    private final BaseImageCatalog bases;
    private final BaseLayers baseLayers;
    private final Downloads downloads;
    private final GitRepositories repositories;
    private final LocalArchives archives;
    private final Map<Compression, LayerFactory> layers = new ConcurrentHashMap<>();
    private final Once<Listing, HostDirectory> directories = new Once<>();

    /** A directory and what is not seen of it. */
    private record Listing(Path directory, Optional<String> ignoreFile) {}

    SharedServices(BaseImages images, RunEnvironment runs, ImageStore target) throws IOException {
        this.target = target;
        this.runs = new RunServices(runs);
        this.bases = new BaseImageCatalog(images);
        this.baseLayers = new BaseLayers(target, scratch);
        this.downloads = new Downloads(scratch);
        this.repositories = new GitRepositories(scratch);
        this.archives = new LocalArchives(scratch);
    }

    BuildServices forBuild(ImageBuild build, BuildProgress progress) throws IOException, InterruptedException {
        HostDirectory context = directory(build.context(), build.ignoreFile());
        LayerFactory factory = layers.computeIfAbsent(build.compression(), kind -> new LayerFactory(target, kind));
        return new BuildServices(build, context, this, bases, baseLayers, factory, downloads, repositories, archives,
                progress, new BuildServices.Warnings(progress), runs);
    }

    /** A directory of this machine. */
    HostDirectory directory(Path directory, Optional<String> ignoreFile) throws IOException, InterruptedException {
        return directories.get(new Listing(directory, ignoreFile),
                () -> HostTree.open(directory, IgnoreRules.of(ignoreFile)));
    }

    @Override
    public void close() throws IOException {
        try (scratch) {
            runs.close();
        }
    }
}
