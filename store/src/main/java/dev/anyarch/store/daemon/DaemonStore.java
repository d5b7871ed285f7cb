package dev.anyarch.store.daemon;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.store.archive.DockerArchive;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.store.layout.OciLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One repository of a container engine. What is written is collected in a layout, and becomes visible in the engine when a
 * tag is set, which is when an archive of it is loaded: in one piece, or not at all. What is read is saved from the engine
 * once for each image. Safe for use by several threads.
 *
 * <p>Digests: while it is open, what was put here has the digests that it was put with. What the engine has otherwise keeps
 * config and layers, and with the classic store gets a manifest that is made from them, the same one each time. Tags are set
 * one repository at a time and without a lock, for the engine has none: a precondition is checked right before.
 */
public final class DaemonStore implements ImageStore {
    private final DockerEngine engine;
    private final Reference repository;
    private final Path directory;
    private final OciLayout layout;
    /** What the engine's images are, by their IDs; of those that were put here. */
    private final Map<String, Descriptor> put = new HashMap<>();
    /** By ID and tag: an archive has only the name that was asked for. */
    private final Map<String, ImageSource> saved = new HashMap<>();

    private DaemonStore(DockerEngine engine, Reference repository, Path directory) throws IOException {
        this.engine = engine;
        this.repository = repository;
        this.directory = directory;
        this.layout = OciLayout.create(directory.resolve("layout"));
    }

    /**
     * Opens a repository, whether the engine has something of it or not.
     *
     * @param repository its tag does not matter
     * @param directory for the content on its way; the caller's, who removes it after this was closed
     */
    public static DaemonStore open(DockerEngine engine, Reference repository, Path directory) throws IOException {
        return new DaemonStore(engine, repository, directory);
    }

    public EngineInfo engine() {
        return engine.info();
    }

    @Override
    public String location() {
        return "docker-daemon:" + repositoryName();
    }

    /** As the engine calls it: without {@code docker.io/library/}. */
    private String repositoryName() {
        Reference plain = Reference.parse(repository.name());
        String familiar = plain.familiar();
        return familiar.substring(0, familiar.lastIndexOf(':'));
    }

    private String name(Tag tag) {
        return repositoryName() + ":" + tag;
    }

    @Override
    public synchronized Optional<Descriptor> resolve(Tag tag) throws IOException {
        Optional<String> id = engine.imageId(name(tag));
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Descriptor known = put.get(id.get());
        return known != null ? Optional.of(known) : saved(tag, id.get()).resolve(tag);
    }

    @Override
    public synchronized Optional<Descriptor> resolve(Digest digest) throws IOException {
        Optional<Descriptor> collected = layout.resolve(digest);
        if (collected.isPresent()) {
            return collected;
        }
        for (ImageSource source : allSaved(digest)) {
            Optional<Descriptor> found = source.resolve(digest);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized RawManifest fetchManifest(Digest digest) throws IOException {
        if (layout.resolve(digest).isPresent()) {
            return layout.fetchManifest(digest);
        }
        for (ImageSource source : allSaved(digest)) {
            if (source.resolve(digest).isPresent()) {
                return source.fetchManifest(digest);
            }
        }
        throw new NotFoundException("fetch manifest %s from %s: it is not there".formatted(digest,
                location()));
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        return having(blob).openBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        return having(blob).openBlob(blob, offset, length);
    }

    private synchronized ImageSource having(Descriptor blob) throws IOException {
        if (layout.hasBlob(blob.digest())) {
            return layout;
        }
        for (ImageSource source : allSaved(blob.digest())) {
            if (has(source, blob)) {
                return source;
            }
        }
        throw new NotFoundException("read blob %s from %s: it is not there".formatted(blob.digest(),
                location()));
    }

    private static boolean has(ImageSource source, Descriptor blob) throws IOException {
        try (InputStream _ = source.openBlob(blob)) {
            return true;
        } catch (NotFoundException _) {
            return false;
        }
    }

    /** Everything that the engine has in this repository; what was saved already comes first. */
    private List<ImageSource> allSaved(Digest wanted) throws IOException {
        for (ImageSource source : saved.values()) {
            if (source.resolve(wanted).isPresent()) {
                return List.of(source);
            }
        }
        for (Tag tag : engine.tags(repositoryName())) {
            Optional<String> id = engine.imageId(name(tag));
            if (id.isPresent() && !put.containsKey(id.get())) {
                saved(tag, id.get());
            }
        }
        return new ArrayList<>(saved.values());
    }

    private ImageSource saved(Tag tag, String id) throws IOException {
        String key = id + " " + tag;
        ImageSource known = saved.get(key);
        if (known != null) {
            return known;
        }
        Path file = directory.resolve("saved-%d.tar".formatted(saved.size()));
        engine.save(name(tag), file);
        ImageSource source = engine.info().holdsIndexes() ? OciArchive.open(file) : DockerArchive.open(file);
        saved.put(key, source);
        return source;
    }

    @Override
    public List<Tag> tags() throws IOException {
        return engine.tags(repositoryName());
    }

    /** Only of what was put here: an engine does not list them. */
    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        return layout.referrers(subject, artifactType);
    }

    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        return layout.hasBlob(digest);
    }

    @Override
    public BlobUpload upload() throws IOException {
        return layout.upload();
    }

    @Override
    public BlobUpload upload(Descriptor expected) throws IOException {
        return layout.upload(expected);
    }

    /**
     * Collects the manifest; with tags, loads it with all that it leads to.
     *
     * @throws IllegalArgumentException when it is to have a tag, is an index, and the engine holds none
     */
    @Override
    public synchronized void putManifest(RawManifest raw, List<Tag> tags, Precondition precondition)
            throws IOException {
        for (Tag tag : tags) {
            Precondition.require(precondition, tag, precondition.equals(Precondition.NONE)
                    ? Optional.empty()
                    : resolve(tag).map(Descriptor::digest), location());
        }
        Manifest manifest = raw.parse();
        boolean isNew = layout.resolve(raw.digest()).isEmpty();
        if (isNew && !has(manifest)) {
            layout.putManifest(raw, List.of());
        }
        if (tags.isEmpty()) {
            return;
        }
        if (!(manifest instanceof ImageManifest) && !engine.info().holdsIndexes()) {
            if (isNew) {
                layout.deleteManifest(raw.digest());
            }
            throw new IllegalArgumentException(
                    "load %s into %s: expected the image of one platform, for the engine at %s holds no indexes"
                            .formatted(raw.digest(), location(), engine.endpoint()));
        }
        load(raw, manifest, tags);
    }

    /** Whether it is one of those that the engine has already. */
    private boolean has(Manifest manifest) throws IOException {
        for (ImageSource source : saved.values()) {
            if (source.resolve(manifest.digest()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void load(RawManifest raw, Manifest manifest, List<Tag> tags) throws IOException {
        if (engine.info().holdsIndexes()) {
            List<NamedDescriptor> roots = new ArrayList<>();
            for (Tag tag : tags) {
                roots.add(new NamedDescriptor(tag.value(), raw.descriptor()
                        .withAnnotations(Map.of(Annotations.CONTAINERD_IMAGE_NAME, repository.name() + ":" + tag))));
            }
            engine.load(out -> OciArchive.write(out, this, roots));
        } else {
            engine.load(out -> DockerArchive.write(out, this, tags.stream()
                    .map(tag -> new NamedDescriptor(name(tag), raw.descriptor()))
                    .toList()));
        }
        for (Tag tag : tags) {
            note(raw, manifest, tag);
        }
    }

    /** An engine that says that it loaded an image, and has another one, is believed by nobody. */
    private void note(RawManifest raw, Manifest manifest, Tag tag) throws IOException {
        String id = engine.imageId(name(tag))
                .orElseThrow(() -> new UnavailableException(
                        "load %s into %s: the engine took it, and has no such image".formatted(raw.digest(),
                                name(tag))));
        if (!engine.info().holdsIndexes() && manifest instanceof ImageManifest image
                && !id.equals(image.config().digest().toString())) {
            throw new InvalidContentException("load %s into %s: expected image %s in the engine, found %s".formatted(
                    raw.digest(), name(tag), image.config().digest(), id));
        }
        put.put(id, raw.descriptor());
    }

    /** With its last tag, an engine gives up an image. */
    @Override
    public synchronized boolean deleteTag(Tag tag) throws IOException {
        return engine.remove(name(tag));
    }

    @Override
    public synchronized boolean deleteManifest(Digest digest) throws IOException {
        boolean wasThere = false;
        for (Tag tag : tags()) {
            if (resolve(tag).map(Descriptor::digest).equals(Optional.of(digest))) {
                wasThere |= engine.remove(name(tag));
            }
        }
        return layout.deleteManifest(digest) || wasThere;
    }

    /** Of what is collected: an engine's own blobs go with their images. */
    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        return layout.deleteBlob(digest);
    }

    /** Gives up what was collected and saved; the files are the caller's. */
    @Override
    public synchronized void close() throws IOException {
        for (ImageSource source : saved.values()) {
            source.close();
        }
        layout.close();
    }
}
