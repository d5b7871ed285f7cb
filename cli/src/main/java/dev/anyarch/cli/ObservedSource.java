package dev.anyarch.cli;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A place whose blobs are counted as they are read. */
class ObservedSource implements ImageSource {
    private final ImageSource source;
    private final Traffic.Direction pulled;

    ObservedSource(ImageSource source, Traffic.Direction pulled) {
        this.source = source;
        this.pulled = pulled;
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
        return new Counted(source.openBlob(blob), blob);
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

    private final class Counted extends FilterInputStream {
        private boolean isClosed;

        Counted(InputStream in, Descriptor blob) {
            super(in);
            pulled.begin(Optional.of(blob));
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            pulled.move(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            pulled.move(Math.max(0, count));
            return count;
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                pulled.end(false);
            }
            in.close();
        }
    }
}
