package dev.anyarch.store.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.Completeness;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A directory in the OCI image layout (OCI image-spec, image-layout.md), which most tools read and write. Several threads
 * and processes may use one at a time: content appears complete, and {@code index.json} changes under a lock and all at
 * once.
 *
 * <p>A manifest without a tag has an entry without a name in {@code index.json}, until an index lists it.
 */
public final class OciLayout implements ImageStore {
    private static final byte[] MARKER_CONTENT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);

    private final LayoutDirectory directory;
    private final LayoutSource source;

    private OciLayout(Path root) {
        this.directory = new LayoutDirectory(root);
        this.source = new LayoutSource(directory, "oci:" + root);
    }

    /**
     * Opens a layout that is there.
     *
     * @throws NotFoundException when {@code root} is not one
     */
    public static OciLayout open(Path root) throws IOException {
        OciLayout layout = new OciLayout(root);
        layout.source.requireLayout();
        return layout;
    }

    /** Opens a layout, which is made when it is not there; a directory with other things in it is refused. */
    public static OciLayout create(Path root) throws IOException {
        Files.createDirectories(root);
        OciLayout layout = new OciLayout(root);
        if (!Files.exists(root.resolve(LayoutSource.MARKER))) {
            layout.initialise();
        }
        layout.source.requireLayout();
        layout.directory.deleteAbandoned();
        return layout;
    }

    /** The marker comes last: a layout is one when it is complete. */
    private void initialise() throws IOException {
        Path root = directory.root();
        try (var files = Files.list(root)) {
            Optional<Path> stranger = files.filter(file -> !isOurs(file.getFileName().toString())).findFirst();
            if (stranger.isPresent()) {
                throw new DeniedException("create %s: expected an empty directory or a layout, found %s; choose another"
                        .formatted(location(), stranger.get().getFileName()));
            }
        }
        Files.createDirectories(root.resolve("blobs/sha256"));
        directory.writeNew(LayoutSource.INDEX, LayoutIndex.empty().toBytes());
        directory.writeNew(LayoutSource.MARKER, MARKER_CONTENT);
    }

    private static boolean isOurs(String name) {
        return name.equals("blobs") || name.equals(LayoutSource.INDEX) || name.equals(LayoutSource.MARKER)
                || name.startsWith(".");
    }

    /** The entries of {@code index.json}, in its order. */
    public List<NamedDescriptor> roots() throws IOException {
        return source.roots();
    }

    /** The manifest with this reference name, which need not be a tag; empty when there is none. */
    public Optional<Descriptor> find(String refName) throws IOException {
        return source.find(refName);
    }

    /**
     * Gives a manifest that is here a reference name, which need not be a tag; what had it before loses it.
     *
     * @throws NotFoundException when the manifest is not here
     */
    public void setName(String refName, Digest digest) throws IOException {
        try (LayoutLock _ = lock()) {
            Descriptor manifest = resolve(digest).orElseThrow(() -> new NotFoundException(
                    "name manifest %s of %s: it is not there".formatted(digest, location())));
            update(source.index().withName(refName, manifest));
        }
    }

    /** Adds what {@code index.json} says of a manifest that is in it, under all its names: annotations, and the platform. */
    public void describe(Descriptor manifest) throws IOException {
        try (LayoutLock _ = lock()) {
            update(source.index().withDescription(manifest));
        }
    }

    @Override
    public void putManifest(RawManifest raw, List<Tag> tags, Precondition precondition) throws IOException {
        Manifest manifest = raw.parse();
        try (LayoutLock _ = lock()) {
            LayoutIndex index = source.index();
            Map<Tag, Descriptor> current = index.tags();
            for (Tag tag : tags) {
                Precondition.require(precondition, tag, Optional.ofNullable(current.get(tag)).map(Descriptor::digest),
                        location());
            }
            Completeness.require(manifest, source::hasBlob, source::hasBlob, location());
            directory.writeBlob(raw.digest(), raw.bytes());
            for (Tag tag : tags) {
                index = index.withName(tag.value(), raw.descriptor());
            }
            if (!source.reachable(index.entries()).containsKey(raw.digest())) {
                index = index.withEntry(raw.descriptor());
            }
            update(index.withoutNameless(digests(manifest.children())));
        }
    }

    @Override
    public boolean deleteTag(Tag tag) throws IOException {
        try (LayoutLock _ = lock()) {
            LayoutIndex index = source.index();
            if (!index.tags().containsKey(tag)) {
                return false;
            }
            update(index.withoutTag(tag));
            return true;
        }
    }

    @Override
    public boolean deleteManifest(Digest digest) throws IOException {
        try (LayoutLock _ = lock()) {
            LayoutIndex index = source.index();
            Map<Digest, Descriptor> before = source.reachable(index.entries());
            if (!before.containsKey(digest)) {
                return false;
            }
            for (Descriptor other : before.values()) {
                if (other.mediaType().isIndex()) {
                    refuseIfListed(digest, other, source.manifest(other).parse().children());
                }
            }
            List<Descriptor> orphans = source.manifest(before.get(digest)).parse().children();
            index = index.without(entry -> entry.digest().equals(digest));
            Set<Digest> after = source.reachable(index.entries()).keySet();
            for (Descriptor orphan : orphans) {
                if (!after.contains(orphan.digest()) && source.hasBlob(orphan.digest())) {
                    index = index.withEntry(orphan);
                }
            }
            update(index);
            directory.deleteBlob(digest);
            return true;
        }
    }

    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        try (LayoutLock _ = lock()) {
            for (Descriptor other : source.reachable(source.index().entries()).values()) {
                refuseIfListed(digest, other, List.of(other));
                refuseIfListed(digest, other, source.manifest(other).parse().blobs());
            }
            return directory.deleteBlob(digest);
        }
    }

    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        return source.hasBlob(digest);
    }

    @Override
    public BlobUpload upload() throws IOException {
        return new LayoutUpload(directory, location(), DigestAlgorithm.SHA256);
    }

    @Override
    public BlobUpload upload(Descriptor expected) throws IOException {
        return new LayoutUpload(directory, location(), expected.digest().algorithm());
    }

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) throws IOException {
        return source.resolve(tag);
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) throws IOException {
        return source.resolve(digest);
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        return source.fetchManifest(digest);
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        return source.openBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        return source.openBlob(blob, offset, length);
    }

    @Override
    public List<Tag> tags() throws IOException {
        return source.tags();
    }

    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        return source.referrers(subject, artifactType);
    }

    @Override
    public void close() {
        // nothing is held between calls
    }

    private LayoutLock lock() throws IOException {
        return LayoutLock.acquire(directory.root());
    }

    /** Under the lock only. */
    private void update(LayoutIndex index) throws IOException {
        byte[] bytes = index.toBytes();
        if (!Arrays.equals(bytes, source.index().toBytes())) {
            directory.write(LayoutSource.INDEX, bytes);
        }
    }

    private void refuseIfListed(Digest digest, Descriptor manifest, Collection<Descriptor> listed)
            throws DeniedException {
        if (digests(listed).contains(digest)) {
            throw new DeniedException("delete %s from %s: manifest %s needs it; delete that first".formatted(digest,
                    location(), manifest.digest()));
        }
    }

    private static Set<Digest> digests(Collection<Descriptor> descriptors) {
        return descriptors.stream().map(Descriptor::digest).collect(Collectors.toSet());
    }
}
