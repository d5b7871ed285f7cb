package dev.anyarch.operations;

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

/** A source that has lost one manifest or blob. */
public record MissingContent(ImageSource source, Digest lost) implements ImageSource {

    private void find(Digest digest) throws NotFoundException {
        if (digest.equals(lost)) {
            throw new NotFoundException(location() + ": no " + digest);
        }
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
        return digest.equals(lost) ? Optional.empty() : source.resolve(digest);
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws IOException {
        find(digest);
        return source.fetchManifest(digest);
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        find(blob.digest());
        return source.openBlob(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        find(blob.digest());
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
