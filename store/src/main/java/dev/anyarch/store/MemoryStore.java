package dev.anyarch.store;

import dev.anyarch.content.VerifyingInputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One repository in memory, blobs included: for tests, previews and small things. Safe for use by several threads. It
 * checks everything the contract allows to check.
 */
public final class MemoryStore implements ImageStore {
    private final String location;
    private final Mounts mounts;
    private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
    private final SortedMap<Tag, Digest> tags = new TreeMap<>();

    /** The blobs of other repositories of the same place. */
    @FunctionalInterface
    interface Mounts {
        Optional<byte[]> find(Digest digest, RepositoryName from);
    }

    public MemoryStore(String location) {
        this(location, (_, _) -> Optional.empty());
    }

    MemoryStore(String location, Mounts mounts) {
        this.location = location;
        this.mounts = mounts;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public synchronized Optional<Descriptor> resolve(Tag tag) {
        return Optional.ofNullable(tags.get(tag)).flatMap(this::resolve);
    }

    @Override
    public synchronized Optional<Descriptor> resolve(Digest digest) {
        return Optional.ofNullable(manifests.get(digest)).map(manifest -> manifest.raw().descriptor());
    }

    @Override
    public synchronized RawManifest fetchManifest(Digest digest) throws NotFoundException {
        Manifest manifest = manifests.get(digest);
        if (manifest == null) {
            throw new NotFoundException("fetch manifest %s from %s: it is not there".formatted(digest, location));
        }
        return manifest.raw();
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        return new VerifyingInputStream(new ByteArrayInputStream(blob(blob)), blob, subject(blob));
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        BlobRange.require(blob, offset, length, location);
        byte[] bytes = blob(blob);
        if (bytes.length != blob.size()) {
            throw new InvalidContentException("%s: expected %d bytes, found %d".formatted(subject(blob), blob.size(),
                    bytes.length));
        }
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    @Override
    public synchronized List<Tag> tags() {
        return List.copyOf(tags.keySet());
    }

    @Override
    public synchronized List<Descriptor> referrers(Digest subject, Optional<String> artifactType) {
        return manifests.values()
                .stream()
                .filter(manifest -> manifest.subject().filter(s -> s.digest().equals(subject)).isPresent())
                .map(Referrers::describe)
                .filter(referrer -> Referrers.matches(referrer, artifactType))
                .toList();
    }

    @Override
    public synchronized boolean hasBlob(Digest digest) {
        return blobs.containsKey(digest);
    }

    @Override
    public BlobUpload upload() {
        return new Upload();
    }

    @Override
    public boolean mount(Digest digest, RepositoryName from) {
        // asked without our own lock: two repositories may mount from each other at once
        Optional<byte[]> found = mounts.find(digest, from);
        found.ifPresent(bytes -> addBlob(digest, bytes));
        return found.isPresent();
    }

    @Override
    public synchronized void putManifest(RawManifest raw, List<Tag> newTags, Precondition precondition)
            throws IOException {
        Manifest manifest = raw.parse();
        for (Tag tag : newTags) {
            Precondition.require(precondition, tag, Optional.ofNullable(tags.get(tag)), location);
        }
        Completeness.require(manifest, blobs::containsKey, manifests::containsKey, location);
        manifests.putIfAbsent(raw.digest(), manifest);
        newTags.forEach(tag -> tags.put(tag, raw.digest()));
    }

    @Override
    public synchronized boolean deleteTag(Tag tag) {
        return tags.remove(tag) != null;
    }

    @Override
    public synchronized boolean deleteManifest(Digest digest) throws DeniedException {
        for (Manifest manifest : manifests.values()) {
            refuseIfListed(digest, manifest, manifest.children());
        }
        tags.values().removeIf(digest::equals);
        return manifests.remove(digest) != null;
    }

    @Override
    public synchronized boolean deleteBlob(Digest digest) throws DeniedException {
        for (Manifest manifest : manifests.values()) {
            refuseIfListed(digest, manifest, manifest.blobs());
        }
        return blobs.remove(digest) != null;
    }

    @Override
    public void close() {
        // nothing is held
    }

    synchronized Optional<byte[]> findBlob(Digest digest) {
        return Optional.ofNullable(blobs.get(digest));
    }

    private synchronized void addBlob(Digest digest, byte[] bytes) {
        blobs.putIfAbsent(digest, bytes);
    }

    private void refuseIfListed(Digest digest, Manifest manifest, List<Descriptor> listed) throws DeniedException {
        if (listed.stream().anyMatch(descriptor -> descriptor.digest().equals(digest))) {
            throw new DeniedException("delete %s from %s: manifest %s needs it; delete that first".formatted(digest,
                    location, manifest.digest()));
        }
    }

    private byte[] blob(Descriptor blob) throws NotFoundException {
        return findBlob(blob.digest())
                .orElseThrow(() -> new NotFoundException("%s: it is not there".formatted(subject(blob))));
    }

    private String subject(Descriptor blob) {
        return "read blob %s from %s".formatted(blob.digest(), location);
    }

    private final class Upload implements BlobUpload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean closed;

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            requireOpen();
            bytes.write(source, offset, length);
        }

        @Override
        public long written() {
            return bytes.size();
        }

        @Override
        public void commit(Digest digest) throws IOException {
            requireOpen();
            closed = true;
            Digest actual = Digest.of(digest.algorithm(), bytes.toByteArray());
            if (!actual.equals(digest)) {
                throw new InvalidContentException(
                        "upload blob to %s: digest mismatch: expected %s, received %s (%d bytes)"
                                .formatted(location, digest, actual, bytes.size()));
            }
            addBlob(digest, bytes.toByteArray());
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("upload blob to %s: the upload is over".formatted(location));
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
