package dev.anyarch.builder.cache;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The cache as one build uses it: what it finds or puts there is safe from pruning until this is closed. For several
 * threads; other processes may have it open.
 */
public final class BuildCache implements Closeable {
    private final CacheDirectory directory;
    private final ImageStore layers;
    private final Optional<RepositoryName> neighbour;
    private final InstantSource clock;
    private final Instant begun;
    private final RunningBuilds.Build build;
    private final List<ImportedCache> imports = new CopyOnWriteArrayList<>();
    private final UsedSteps used = new UsedSteps();

    private BuildCache(CacheDirectory directory, ImageStore layers, Optional<RepositoryName> neighbour,
            InstantSource clock, Instant begun, RunningBuilds.Build build) {
        this.directory = directory;
        this.layers = layers;
        this.neighbour = neighbour;
        this.clock = clock;
        this.begun = begun;
        this.build = build;
    }

    /**
     * Opens it for a build.
     *
     * @param directory made when it is not there
     * @param layers where the layers of the steps are; whoever opened it closes it
     * @param neighbour what {@code layers} is called for the place that images go to, if that is the same place
     */
    public static BuildCache open(Path directory, ImageStore layers, Optional<RepositoryName> neighbour)
            throws IOException {
        return open(directory, layers, neighbour, InstantSource.system());
    }

    static BuildCache open(Path directory, ImageStore layers, Optional<RepositoryName> neighbour,
            InstantSource clock) throws IOException {
        Files.createDirectories(directory);
        CacheDirectory opened = new CacheDirectory(directory);
        Instant now = clock.instant();
        return new BuildCache(opened, layers, neighbour, clock, now,
                opened.lock().shared(() -> opened.running().begin(now)));
    }

    /** Where the layers are. */
    public ImageStore layers() {
        return layers;
    }

    /** From now on, what another machine's builds have made is found too. */
    public void add(ImportedCache imported) {
        imports.add(imported);
    }

    /** What this was used for, which can be exported. */
    public UsedSteps used() {
        return used;
    }

    /** What the step with this key made, if it is known; its layer may be elsewhere, see {@link #require}. */
    public Optional<CachedStep> find(Digest key) throws IOException {
        Optional<CachedStep> known = findHere(key);
        for (ImportedCache imported : imports) {
            if (known.isEmpty()) {
                known = imported.find(key);
                if (known.isPresent() && known.get().layer().isEmpty()) {
                    put(key, known.get());
                }
            }
        }
        return known;
    }

    /** Brings a layer of a step here, if it is elsewhere, and remembers the steps that made it. */
    public void require(Descriptor layer) throws IOException {
        if (layers.hasBlob(layer.digest())) {
            return;
        }
        for (ImportedCache imported : imports) {
            SortedMap<Digest, CachedStep> steps = imported.withLayer(layer.digest());
            if (!steps.isEmpty()) {
                copy(imported.source(), layer, layers);
                for (Map.Entry<Digest, CachedStep> step : steps.entrySet()) {
                    put(step.getKey(), step.getValue());
                }
                return;
            }
        }
    }

    private Optional<CachedStep> findHere(Digest key) throws IOException {
        return directory.lock().shared(() -> {
            Optional<byte[]> content = directory.steps().use(key, now());
            Optional<CachedStep> step = content.isPresent() ? parse(content.get()) : Optional.empty();
            return step.isPresent() && isWhole(step.get()) ? step : Optional.empty();
        });
    }

    /** Remembers what a step made; its layer is here already. Does nothing when the layer has gone meanwhile. */
    public void put(Digest key, CachedStep step) throws IOException {
        byte[] content = JsonWriter.compact(step.toJson());
        directory.lock().shared(() -> {
            if (isWhole(step)) {
                directory.steps().write(key, content);
            }
            return true;
        });
    }

    /** Makes a layer part of another store, without moving it where that is possible. */
    public void deliver(Descriptor layer, ImageStore target) throws IOException {
        if (target.hasBlob(layer.digest())) {
            return;
        }
        require(layer);
        if (neighbour.isEmpty() || !target.mount(layer.digest(), neighbour.get())) {
            copy(layers, layer, target);
        }
    }

    private static void copy(ImageSource from, Descriptor layer, ImageStore to) throws IOException {
        try (InputStream in = from.openBlob(layer); BlobUpload upload = to.upload(layer)) {
            in.transferTo(upload.stream());
            upload.commit(layer.digest());
        }
    }

    /** What is remembered of the files below {@code root}. */
    public FileDigests files(Path root) throws IOException {
        return FileDigests.open(root, directory.files(), clock);
    }

    /** What is remembered of layers. */
    public LayerLists lists() {
        return new LayerLists(directory.lists(), clock);
    }

    /** What is remembered of a download. */
    public Optional<RemoteFile> findDownload(String url) throws IOException {
        Optional<byte[]> content = directory.downloads().use(RemoteFile.key(url), now());
        return content.isPresent() ? RemoteFile.parse(content.get()) : Optional.empty();
    }

    public void putDownload(String url, RemoteFile file) throws IOException {
        directory.downloads().write(RemoteFile.key(url), file.toBytes());
    }

    /** Never before the build began, whatever happens to the clock. */
    private Instant now() {
        Instant now = clock.instant();
        return now.isBefore(begun) ? begun : now;
    }

    private boolean isWhole(CachedStep step) throws IOException {
        return step.layer().isEmpty() || layers.hasBlob(step.layer().get().descriptor().digest());
    }

    private static Optional<CachedStep> parse(byte[] content) {
        try {
            return Optional.of(CachedStep.fromJson(new JsonFields(JsonReader.readObject(content, "step"), "step")));
        } catch (InvalidContentException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        build.close();
    }
}
