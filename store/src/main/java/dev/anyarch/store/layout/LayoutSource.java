package dev.anyarch.store.layout;

import dev.anyarch.content.VerifyingInputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobRange;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Referrers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a layout from its files. Every call reads {@code index.json} anew, because another process may have written it.
 * A manifest is here when an entry of {@code index.json} leads to it, directly or through indexes, and its blob is there.
 * Safe for use by several threads.
 */
public final class LayoutSource implements ImageSource {
    static final String INDEX = "index.json";
    static final String MARKER = "oci-layout";

    private static final int MAX_INDEX = 32 * 1024 * 1024;
    private static final int MAX_MARKER = 4096;
    private static final int MAX_MANIFESTS = 100_000;

    private final LayoutFiles files;
    private final String location;

    /**
     * @param location for messages: {@code oci:directory}
     */
    public LayoutSource(LayoutFiles files, String location) {
        this.files = files;
        this.location = location;
    }

    /**
     * Checks that this is a layout of a version that can be read.
     *
     * @throws NotFoundException when there is no file {@code oci-layout}
     */
    public void requireLayout() throws IOException {
        if (files.size(MARKER).isEmpty()) {
            throw new NotFoundException(
                    "open %s: expected an OCI layout, found no file %s".formatted(location, MARKER));
        }
        String subject = location + ": " + MARKER;
        String version = new JsonFields(JsonReader.readObject(read(MARKER, MAX_MARKER), subject), subject)
                .requiredString("imageLayoutVersion");
        if (!version.startsWith("1.")) {
            throw new InvalidContentException("%s: expected layout version 1, found %s".formatted(subject, version));
        }
    }

    /** The entries of {@code index.json}, in its order. */
    public List<NamedDescriptor> roots() throws IOException {
        return index().roots();
    }

    /** The manifest with this reference name, which need not be a tag; empty when there is none. */
    public Optional<Descriptor> find(String refName) throws IOException {
        return index().find(refName).map(LayoutSource::pointer);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) throws IOException {
        return Optional.ofNullable(index().tags().get(tag)).map(LayoutSource::pointer);
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) throws IOException {
        LayoutIndex index = index();
        for (Descriptor entry : index.entries()) {
            if (entry.digest().equals(digest) && hasBlob(digest)) {
                return Optional.of(pointer(entry));
            }
        }
        return Optional.ofNullable(reachable(index.entries()).get(digest)).map(LayoutSource::pointer);
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        return manifest(resolve(digest).orElseThrow(() -> new NotFoundException(
                "fetch manifest %s from %s: it is not there".formatted(digest, location))));
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        long size = requireBlob(blob);
        return new VerifyingInputStream(open(blob, 0, size), blob, subject(blob));
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        BlobRange.require(blob, offset, length, location);
        long size = requireBlob(blob);
        if (size != blob.size()) {
            throw new InvalidContentException("%s: expected %d bytes, found %d".formatted(subject(blob), blob.size(),
                    size));
        }
        return open(blob, offset, length);
    }

    @Override
    public List<Tag> tags() throws IOException {
        return List.copyOf(index().tags().keySet());
    }

    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) throws IOException {
        List<Descriptor> referrers = new ArrayList<>();
        for (Descriptor descriptor : reachable(index().entries()).values()) {
            Manifest manifest = manifest(descriptor).parse();
            if (manifest.subject().filter(s -> s.digest().equals(subject)).isPresent()) {
                Descriptor referrer = Referrers.describe(manifest);
                if (Referrers.matches(referrer, artifactType)) {
                    referrers.add(referrer);
                }
            }
        }
        return List.copyOf(referrers);
    }

    @Override
    public void close() {
        // whoever made the files closes them
    }

    boolean hasBlob(Digest digest) throws IOException {
        return files.size(blobName(digest)).isPresent();
    }

    LayoutIndex index() throws IOException {
        if (files.size(INDEX).isEmpty()) {
            throw new InvalidContentException("read %s: expected a file %s, found none".formatted(location, INDEX));
        }
        return LayoutIndex.parse(read(INDEX, MAX_INDEX), location + ": " + INDEX);
    }

    /** Every manifest that {@code roots} lead to and that is there, each once, nearest first. */
    Map<Digest, Descriptor> reachable(Collection<Descriptor> roots) throws IOException {
        Map<Digest, Descriptor> reached = new LinkedHashMap<>();
        Deque<Descriptor> queue = new ArrayDeque<>(roots);
        while (!queue.isEmpty()) {
            Descriptor next = queue.remove();
            if (!hasBlob(next.digest()) || reached.putIfAbsent(next.digest(), next) != null) {
                continue;
            }
            if (reached.size() > MAX_MANIFESTS) {
                throw new InvalidContentException("read %s: expected at most %d manifests".formatted(location,
                        MAX_MANIFESTS));
            }
            if (next.mediaType().isIndex()) {
                queue.addAll(manifest(next).parse().children());
            }
        }
        return reached;
    }

    RawManifest manifest(Descriptor descriptor) throws IOException {
        RawManifest manifest = RawManifest.of(descriptor.mediaType(),
                read(blobName(descriptor.digest()), RawManifest.MAX_SIZE), descriptor.digest().algorithm());
        if (!manifest.digest().equals(descriptor.digest())) {
            throw new InvalidContentException("fetch manifest %s from %s: digest mismatch: found %s (%d bytes)"
                    .formatted(descriptor.digest(), location, manifest.digest(), manifest.size()));
        }
        return manifest;
    }

    static String blobName(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.encoded();
    }

    private byte[] read(String name, int limit) throws IOException {
        long size = files.size(name).orElse(0);
        if (size > limit) {
            throw new InvalidContentException("read %s of %s: expected at most %d bytes, found %d".formatted(name,
                    location, limit, size));
        }
        try (InputStream in = files.open(name, 0, size)) {
            return in.readAllBytes();
        }
    }

    private long requireBlob(Descriptor blob) throws IOException {
        OptionalLong size = files.size(blobName(blob.digest()));
        if (size.isEmpty()) {
            throw new NotFoundException("%s: it is not there".formatted(subject(blob)));
        }
        return size.getAsLong();
    }

    private InputStream open(Descriptor blob, long offset, long length) throws IOException {
        try {
            return files.open(blobName(blob.digest()), offset, length);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("%s: it is not there any more".formatted(subject(blob)), e);
        }
    }

    private String subject(Descriptor blob) {
        return "read blob %s from %s".formatted(blob.digest(), location);
    }

    /** What an entry points at, without what it says about its place in {@code index.json}. */
    private static Descriptor pointer(Descriptor entry) {
        return entry.bare();
    }
}
