package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.CachedStep;
import dev.anyarch.builder.cache.CachedStep.CachedLayer;
import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarType;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.executables.ExecutableScan;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Writes layers, equal ones once, and notes what is executable in them. With a cache they are written to its store, and an
 * equal layer of another build is taken from there; what an image needs is delivered to the target. For several threads.
 */
final class LayerFactory {
    private final ImageStore target;
    private final Compression compression;
    private final Optional<BuildCache> cache;
    private final ContentDigests contents;
    private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final Once<Request, Layer> layers = new Once<>();
    private final Once<Digest, Digest> required = new Once<>();
    private final Once<Digest, Digest> deliveries = new Once<>();
    private final ConcurrentMap<Digest, List<FoundExecutable>> executables = new ConcurrentHashMap<>();

    /** Entries, and whether another build's work may be taken for them. */
    private record Request(List<LayerEntry> entries, boolean isFresh) {}

    LayerFactory(ImageStore target, Compression compression, Optional<BuildCache> cache, ContentDigests contents) {
        this.target = target;
        this.compression = compression;
        this.cache = cache;
        this.contents = contents;
    }

    /** Where the layers are while the build goes on. */
    ImageStore store() {
        return cache.map(BuildCache::layers).orElse(target);
    }

    /**
     * Writes a layer of files that are somewhere already, unless there is an equal one.
     *
     * @param isFresh whether a layer of another build will not do
     */
    Layer write(List<LayerEntry> entries, boolean isFresh) throws IOException, InterruptedException {
        return layers.get(new Request(entries, isFresh), () -> {
            if (cache.isEmpty()) {
                return make(entries);
            }
            KeyWriter writer = new KeyWriter("layer").add(compression.name());
            EntryKeys.add(writer, entries, contents);
            Digest key = writer.digest();
            Optional<CachedStep> known = isFresh ? Optional.empty() : cache.get().find(key);
            if (known.isPresent() && known.get().layer().isPresent()) {
                return adopt(known.get().layer().get());
            }
            Layer made = make(entries);
            cache.get().put(key, new CachedStep(Optional.of(toCached(made)), ""));
            return made;
        });
    }

    /** Writes a layer that nobody has written before: what a command left. */
    Layer writeNew(List<LayerEntry> entries) throws IOException, InterruptedException {
        return make(entries);
    }

    /** A layer of another build. */
    Layer adopt(CachedLayer cached) throws InvalidContentException {
        executables.putIfAbsent(cached.diffId(), FoundExecutables.fromJson(cached.executables()));
        return new Layer(cached.descriptor(), cached.diffId());
    }

    CachedLayer toCached(Layer layer) {
        return new CachedLayer(layer.descriptor(), layer.diffId(), FoundExecutables.toJson(executables(layer)));
    }

    /** Where the content of a layer is; it is brought there when it is elsewhere. */
    ImageStore require(Descriptor layer) throws IOException, InterruptedException {
        if (cache.isPresent()) {
            required.get(layer.digest(), () -> {
                cache.get().require(layer);
                return layer.digest();
            });
        }
        return store();
    }

    /** What a layer that was written here has for some machines and not for others. */
    List<FoundExecutable> executables(Layer layer) {
        return executables.getOrDefault(layer.diffId(), List.of());
    }

    /** Makes a layer part of the target. */
    void deliver(Layer layer) throws IOException, InterruptedException {
        if (cache.isEmpty()) {
            return;
        }
        deliveries.get(layer.descriptor().digest(), () -> {
            cache.get().deliver(layer.descriptor(), target);
            return layer.descriptor().digest();
        });
    }

    private Layer make(List<LayerEntry> entries) throws IOException, InterruptedException {
        processors.acquire();
        try {
            return upload(entries);
        } finally {
            processors.release();
        }
    }

    private Layer upload(List<LayerEntry> entries) throws IOException, InterruptedException {
        try (BlobUpload upload = store().upload();
                LayerWriter writer = new LayerWriter(upload.stream(), compression);
                ReadAhead files = new ReadAhead(entries, this::unchanged)) {
            List<FoundExecutable> found = new ArrayList<>();
            for (LayerEntry entry : entries) {
                if (entry.header().type() == TarType.FILE) {
                    ExecutableScan scan = new ExecutableScan();
                    try (InputStream content = scan.observe(files.open(entry))) {
                        writer.add(entry.header(), content);
                    }
                    scan.result()
                            .filter(executable -> executable.isLoadable() && !executable.platforms().isEmpty())
                            .map(executable -> new FoundExecutable(entry.header().path(), executable))
                            .ifPresent(found::add);
                } else {
                    writer.add(entry.header());
                }
            }
            WrittenLayer written = writer.finish();
            upload.commit(written.descriptor().digest());
            executables.put(written.diffId(), List.copyOf(found));
            return new Layer(written.descriptor(), written.diffId());
        }
    }

    /** The content of a file. One of the context has to be what the key of the layer says: anybody may change it meanwhile. */
    private InputStream unchanged(LayerEntry entry) throws IOException, InterruptedException {
        if (!(entry.content() instanceof FileContent.Host host)) {
            return entry.content().open();
        }
        Optional<Digest> expected = cache.isPresent() ? Optional.of(contents.of(host)) : Optional.empty();
        return new UnchangedInputStream(host.open(), entry.header().size(), expected, host.path());
    }
}
