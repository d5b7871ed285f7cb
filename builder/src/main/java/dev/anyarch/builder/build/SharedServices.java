package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.UsedSteps;
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
    private final Map<BaseImages, BaseImageCatalog> bases = new ConcurrentHashMap<>();
    private final BaseLayers baseLayers;
    private final Downloads downloads;
    private final GitRepositories repositories;
    private final LocalArchives archives;
    private final Optional<BuildCache> cache;
    private final ContentDigests contents;
    private final Map<Compression, Layers> layers = new ConcurrentHashMap<>();
    private final Once<Listing, HostDirectory> directories = new Once<>();

    /** A directory and what is not seen of it. */
    private record Listing(Path directory, Optional<String> ignoreFile) {}

    /** Who writes layers in one way, and the steps that made them. */
    private record Layers(LayerFactory factory, StepCache steps) {}

    SharedServices(RunEnvironment runs, ImageStore target, Optional<BuildCache> cache) throws IOException {
        this.target = target;
        this.cache = cache;
        this.contents = new ContentDigests(cache);
        this.runs = new RunServices(runs);
        this.baseLayers = new BaseLayers(target, cache.map(BuildCache::layers).orElse(target), scratch,
                cache.map(BuildCache::lists));
        this.downloads = new Downloads(scratch, cache);
        this.repositories = new GitRepositories(scratch);
        this.archives = new LocalArchives(scratch, cache.map(_ -> contents));
    }

    BuildServices forBuild(ImageBuild build, BaseImages images, BuildProgress progress, RunEnvironment commands,
            Freshness freshness, UsedSteps used)
            throws IOException, InterruptedException {
        HostDirectory context = directory(build.context(), build.ignoreFile());
        Layers written = layers.computeIfAbsent(build.compression(), this::layers);
        return new BuildServices(build, freshness, used, context, this,
                bases.computeIfAbsent(images, BaseImageCatalog::new), baseLayers, written.factory, contents,
                written.steps, downloads, repositories, archives, progress, new BuildServices.Warnings(progress), runs,
                commands,
                new Once<>(), new Once<>());
    }

    private Layers layers(Compression compression) {
        LayerFactory factory = new LayerFactory(target, compression, cache, contents);
        return new Layers(factory, new StepCache(cache, factory, baseLayers));
    }

    /** A directory of this machine. */
    HostDirectory directory(Path directory, Optional<String> ignoreFile) throws IOException, InterruptedException {
        Path absolute = directory.toAbsolutePath().normalize();
        return directories.get(new Listing(absolute, ignoreFile), () -> {
            contents.addRoot(absolute);
            return HostTree.open(absolute, IgnoreRules.of(ignoreFile));
        });
    }

    @Override
    public void close() throws IOException {
        try (scratch; runs) {
            contents.save();
        }
    }
}
