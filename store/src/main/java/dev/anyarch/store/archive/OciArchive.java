package dev.anyarch.store.archive;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.layout.LayoutSource;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An OCI layout in a tar archive: what skopeo, Podman and BuildKit call {@code oci-archive}, and what newer versions of
 * {@code docker save} write. The file must not change while it is open. Safe for use by several threads.
 */
public final class OciArchive implements ImageSource {
    private final TarFiles files;
    private final LayoutSource source;

    private OciArchive(TarFiles files, LayoutSource source) {
        this.files = files;
        this.source = source;
    }

    /**
     * Opens an archive, which may be compressed.
     *
     * @throws dev.anyarch.store.NotFoundException when there is no layout in it
     */
    public static OciArchive open(Path file) throws IOException {
        TarFiles files = TarFiles.open(file);
        boolean opened = false;
        try {
            LayoutSource source = new LayoutSource(files, "oci-archive:" + file);
            source.requireLayout();
            opened = true;
            return new OciArchive(files, source);
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    /**
     * Writes {@code roots} with all that they lead to: the same images give the same bytes. The stream stays open; when this
     * fails, what was written is no archive.
     */
    public static void write(OutputStream out, ImageSource source, List<NamedDescriptor> roots) throws IOException {
        OciArchiveWriter.write(out, source, roots);
    }

    /** The entries of {@code index.json}, in its order. */
    public List<NamedDescriptor> roots() throws IOException {
        return source.roots();
    }

    /** The manifest with this reference name, which need not be a tag; empty when there is none. */
    public Optional<Descriptor> find(String refName) throws IOException {
        return source.find(refName);
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
    public void close() throws IOException {
        files.close();
    }
}
