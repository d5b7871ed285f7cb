package dev.anyarch.operations.resolve;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A source from which one manifest is gone. */
record WithoutManifest(ImageSource source, Digest missing) implements ImageSource {

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
        if (digest.equals(missing)) {
            throw new NotFoundException("manifest %s is not there".formatted(digest));
        }
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
    public void close() throws IOException {
        source.close();
    }
}
