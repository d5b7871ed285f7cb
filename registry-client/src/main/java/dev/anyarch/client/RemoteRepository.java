package dev.anyarch.client;

import dev.anyarch.client.http.HttpRequest;
import dev.anyarch.client.http.RequestBody;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One repository of a registry. Reading asks the configured mirrors first and the registry itself when none of them has it;
 * writing, and what a writer needs to know, always goes to the registry itself. Safe for use by several threads. Closing it
 * does nothing: connections belong to the {@link RegistryClient}.
 */
public final class RemoteRepository implements ImageStore {
    private static final String PAGE_SIZE = "1000";
    /** What the specification asks registries to take at least. */
    private static final int MAX_TAGS_TOGETHER = 10;

    private final String location;
    private final RemotePlace origin;
    private final MirroredReads reads;
    private final RemoteManifests manifests;
    private final RemoteBlobs blobs;

    RemoteRepository(String location, List<RemotePlace> mirrors, RemotePlace origin) {
        this.location = location;
        this.origin = origin;
        this.reads = new MirroredReads(mirrors, origin);
        this.manifests = new RemoteManifests(origin);
        this.blobs = new RemoteBlobs(origin);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) throws IOException {
        return reads.findByTag(place -> new RemoteManifests(place).resolve(tag));
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) throws IOException {
        return reads.findByDigest(place -> new RemoteManifests(place).resolve(digest));
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        return reads.getByDigest(place -> new RemoteManifests(place).fetch(digest));
    }

    /**
     * What a tag points at, in one request; verified against the digest that came with it.
     *
     * @throws dev.anyarch.store.NotFoundException when there is no such tag
     */
    public RawManifest fetchManifest(Tag tag) throws IOException {
        return reads.getByTag(place -> new RemoteManifests(place).fetch(tag));
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        return reads.getByDigest(place -> new RemoteBlobs(place).open(blob));
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || offset > blob.size() - length) {
            throw new IllegalArgumentException("blob %s: range of %d bytes from %d is not within %d bytes".formatted(
                    blob.digest(), length, offset, blob.size()));
        }
        return reads.getByDigest(place -> new RemoteBlobs(place).open(blob, offset, length));
    }

    @Override
    public List<Tag> tags() throws IOException {
        TreeSet<Tag> tags = new TreeSet<>();
        for (JsonFields page : Pages.read(origin.caller(), HttpRequest.get(
                origin.url("tags/list").withParameter("n", PAGE_SIZE)), origin.pull())) {
            for (String name : page.strings("tags")) {
                if (!Tag.isValid(name)) {
                    throw new InvalidContentException("%s: expected a tag, found '%s'".formatted(page.subject(), name));
                }
                tags.add(new Tag(name));
            }
        }
        return List.copyOf(tags);
    }

    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        return new RemoteReferrers(origin).list(subject, artifactType);
    }

    @Override
    public boolean hasBlob(Digest digest) throws IOException {
        return blobs.has(digest);
    }

    @Override
    public BlobUpload upload() {
        return new RemoteUpload(origin, Optional.empty());
    }

    @Override
    public BlobUpload upload(Descriptor expected) {
        return new RemoteUpload(origin, Optional.of(expected));
    }

    /** Uploads content that can be read again, and does so when a connection breaks. */
    public void uploadBlob(Descriptor blob, BlobContent content) throws IOException {
        BlobPusher.push(origin, blob.digest(), new RequestBody(blob.size(), content::open));
    }

    @Override
    public boolean mount(Digest digest, RepositoryName from) throws IOException {
        return blobs.mount(digest, from);
    }

    @Override
    public void putManifest(RawManifest manifest, List<Tag> tags, Precondition precondition) throws IOException {
        Optional<RemoteManifests.Condition> condition = condition(precondition);
        if (condition.isPresent()) {
            for (Tag tag : tags) {
                requireUnchanged(tag, precondition);
            }
        }
        boolean knowsReferrers = false;
        List<Tag> rest = new ArrayList<>(tags);
        // A single tag needs no request of its own for the digest, unless the registry would choose another algorithm.
        if (tags.size() != 1 || manifest.digest().algorithm() != DigestAlgorithm.SHA256) {
            boolean together = !tags.isEmpty() && tags.size() <= MAX_TAGS_TOGETHER;
            RemoteManifests.Receipt receipt = together
                    ? manifests.putByDigest(manifest, tags, condition)
                    : manifests.putByDigest(manifest, List.of(), Optional.empty());
            knowsReferrers = receipt.knowsReferrers();
            rest.removeAll(receipt.tagged());
        }
        for (Tag tag : rest) {
            knowsReferrers |= manifests.put(manifest, tag.value(), condition).knowsReferrers();
        }
        if (!knowsReferrers) {
            addToReferrers(manifest);
        }
    }

    private void addToReferrers(RawManifest manifest) throws IOException {
        Manifest parsed = manifest.parse();
        if (parsed.subject().isPresent()) {
            new RemoteReferrers(origin).addToFallback(parsed, parsed.subject().get().digest());
        }
    }

    /** Most registries know no conditions: looking first is what protects against all but a race. */
    private void requireUnchanged(Tag tag, Precondition precondition) throws IOException {
        Optional<Digest> current = manifests.resolve(tag).map(Descriptor::digest);
        Optional<Digest> wanted = precondition instanceof Precondition.TagAt(Digest digest)
                ? Optional.of(digest)
                : Optional.empty();
        if (!current.equals(wanted)) {
            throw new PreconditionFailedException("%s:%s: expected %s, found %s".formatted(location, tag,
                    wanted.map(Digest::toString).orElse("no such tag"),
                    current.map(Digest::toString).orElse("no such tag")));
        }
    }

    private static Optional<RemoteManifests.Condition> condition(Precondition precondition) {
        return switch (precondition) {
            case Precondition.None _ -> Optional.empty();
            case Precondition.TagAbsent _ -> Optional.of(new RemoteManifests.Condition("If-None-Match", "*"));
            case Precondition.TagAt(Digest digest) -> Optional.of(new RemoteManifests.Condition("If-Match",
                    "\"" + digest + "\""));
        };
    }

    @Override
    public boolean deleteTag(Tag tag) throws IOException {
        try {
            return manifests.delete(tag.value());
        } catch (InvalidContentException e) {
            // Docker's registry takes the tag for a digest, and says that it is a wrong one
            throw new DeniedException(
                    "delete tag %s of %s: this registry deletes no tag alone; delete its manifest by digest, with every tag on it (%s)"
                            .formatted(tag, location, e.getMessage()),
                    e);
        }
    }

    @Override
    public boolean deleteManifest(Digest digest) throws IOException {
        Optional<Digest> subject = subjectOf(digest);
        boolean deleted = manifests.delete(digest.toString());
        if (subject.isPresent()) {
            new RemoteReferrers(origin).removeFromFallback(digest, subject.get());
        }
        return deleted;
    }

    private Optional<Digest> subjectOf(Digest digest) throws IOException {
        try {
            return manifests.fetch(digest).parse().subject().map(Descriptor::digest);
        } catch (NotFoundException | InvalidContentException e) {
            return Optional.empty(); // what cannot be read may still be deleted
        }
    }

    @Override
    public boolean deleteBlob(Digest digest) throws IOException {
        return blobs.delete(digest);
    }

    @Override
    public void close() {}
}
