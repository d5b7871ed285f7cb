package dev.anyarch.store.archive;

import dev.anyarch.content.VerifyingInputStream;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobRange;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What {@code docker save} writes, in its old form (a directory for each layer) and its new one (blobs), also as written by
 * skopeo and Podman. Such an archive has configs and layers but no manifests: a Docker schema 2 manifest is made for each
 * image, always the same one for the same archive. A layer is verified against its diff ID when it is read to its end.
 *
 * <p>The file must not change while it is open. Safe for use by several threads.
 */
public final class DockerArchive implements ImageSource {
    private final TarFiles files;
    private final String location;
    private final DockerArchiveContent content;

    private DockerArchive(TarFiles files, String location, DockerArchiveContent content) {
        this.files = files;
        this.location = location;
        this.content = content;
    }

    /**
     * Opens an archive, which may be compressed.
     *
     * @throws NotFoundException when there is no {@code manifest.json} in it
     */
    public static DockerArchive open(Path file) throws IOException {
        TarFiles files = TarFiles.open(file);
        boolean opened = false;
        try {
            String location = "docker-archive:" + file;
            DockerArchive archive = new DockerArchive(files, location, DockerArchiveContent.read(files, location));
            opened = true;
            return archive;
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    /**
     * Writes images so that {@code docker load} and {@code podman load} take them: the same images give the same bytes. A
     * root without a name gets none when it is loaded. The stream stays open; when this fails, what was written is no
     * archive.
     *
     * @param roots image manifests: the format has no indexes, so a platform is chosen before
     * @throws IllegalArgumentException when a root is an index
     */
    public static void write(OutputStream out, ImageSource source, List<NamedDescriptor> roots) throws IOException {
        DockerArchiveWriter.write(out, source, roots);
    }

    /** The images in the order of the archive. */
    public List<DockerImage> images() {
        return content.images();
    }

    /** The image with this name as it is written in the archive; empty when there is none. */
    public Optional<Descriptor> find(String name) {
        return content.images()
                .stream()
                .filter(image -> image.names().contains(name))
                .map(DockerImage::descriptor)
                .findFirst();
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public Optional<Descriptor> resolve(Tag tag) {
        return Optional.ofNullable(tagged().get(tag));
    }

    @Override
    public Optional<Descriptor> resolve(Digest digest) {
        return Optional.ofNullable(content.manifests().get(digest)).map(RawManifest::descriptor);
    }

    @Override
    public RawManifest fetchManifest(Digest digest) throws NotFoundException {
        RawManifest manifest = content.manifests().get(digest);
        if (manifest == null) {
            throw new NotFoundException("fetch manifest %s from %s: it is not there".formatted(digest, location));
        }
        return manifest;
    }

    @Override
    public InputStream openBlob(Descriptor blob) throws IOException {
        String file = file(blob);
        return new VerifyingInputStream(files.open(file, 0, files.size(file).orElse(0)), blob, subject(blob));
    }

    @Override
    public InputStream openBlob(Descriptor blob, long offset, long length) throws IOException {
        BlobRange.require(blob, offset, length, location);
        String file = file(blob);
        if (files.size(file).orElse(0) != blob.size()) {
            throw new InvalidContentException("%s: expected %d bytes, found %d".formatted(subject(blob), blob.size(),
                    files.size(file).orElse(0)));
        }
        return files.open(file, offset, length);
    }

    @Override
    public List<Tag> tags() {
        return List.copyOf(tagged().keySet());
    }

    /** None: the format has no place for them. */
    @Override
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType) {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** The tags of the names, where only one image can be meant. */
    private NavigableMap<Tag, Descriptor> tagged() {
        NavigableMap<Tag, Descriptor> tags = new TreeMap<>();
        Set<Tag> ambiguous = new HashSet<>();
        for (DockerImage image : content.images()) {
            for (String name : image.names()) {
                String text = name.substring(name.lastIndexOf(':') + 1);
                if (Tag.isValid(text)) {
                    Descriptor other = tags.putIfAbsent(new Tag(text), image.descriptor());
                    if (other != null && !other.equals(image.descriptor())) {
                        ambiguous.add(new Tag(text));
                    }
                }
            }
        }
        tags.keySet().removeAll(ambiguous);
        return tags;
    }

    private String file(Descriptor blob) throws NotFoundException {
        Map<Digest, String> names = content.blobs();
        String name = names.get(blob.digest());
        if (name == null) {
            throw new NotFoundException("%s: it is not there".formatted(subject(blob)));
        }
        return name;
    }

    private String subject(Descriptor blob) {
        return "read blob %s from %s".formatted(blob.digest(), location);
    }
}
