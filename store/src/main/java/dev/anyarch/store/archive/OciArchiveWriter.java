package dev.anyarch.store.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over images into an archive: names first, then manifests, then configs and layers, each blob once. Only
 * manifests are held in memory.
 */
final class OciArchiveWriter {
    private static final int MAX_MANIFESTS = 100_000;

    private final ImageSource source;
    private final TarWriter tar;
    private final Set<Digest> manifests = new LinkedHashSet<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();

    private OciArchiveWriter(ImageSource source, TarWriter tar) {
        this.source = source;
        this.tar = tar;
    }

    // finished, not closed: the stream is the caller's
    static void write(OutputStream out, ImageSource source, List<NamedDescriptor> roots) throws IOException {
        TarWriter tar = new TarWriter(out);
        addFile(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
        addFile(tar, "index.json", index(roots));
        tar.add(TarEntry.directory("blobs", 0755));
        tar.add(TarEntry.directory("blobs/sha256", 0755));
        OciArchiveWriter writer = new OciArchiveWriter(source, tar);
        writer.addManifests(roots);
        writer.addBlobs();
        tar.finish();
    }

    private static byte[] index(List<NamedDescriptor> roots) throws IOException {
        List<Descriptor> entries = roots.stream().map(OciArchiveWriter::entry).toList();
        return ImageIndex.create(MediaType.OCI_INDEX, entries, Map.of()).raw().bytes();
    }

    private static Descriptor entry(NamedDescriptor root) {
        Map<String, String> annotations = new LinkedHashMap<>(root.descriptor().annotations());
        Optional<String> name = root.name();
        name.ifPresent(n -> annotations.put(Annotations.REF_NAME, n));
        return root.descriptor().withAnnotations(annotations);
    }

    private void addManifests(List<NamedDescriptor> roots) throws IOException {
        Deque<Digest> queue = new ArrayDeque<>(roots.stream().map(root -> root.descriptor().digest()).toList());
        while (!queue.isEmpty()) {
            Digest digest = queue.remove();
            if (!manifests.add(digest)) {
                continue;
            }
            if (manifests.size() > MAX_MANIFESTS) {
                throw new InvalidContentException("write archive from %s: expected at most %d manifests"
                        .formatted(source.location(), MAX_MANIFESTS));
            }
            RawManifest raw = source.fetchManifest(digest);
            addFile(tar, blobName(digest), raw.bytes());
            Manifest manifest = raw.parse();
            manifest.children().forEach(child -> queue.add(child.digest()));
            for (Descriptor blob : manifest.blobs()) {
                // what may not be distributed stays where its URLs point
                if (blob.urls().isEmpty()) {
                    blobs.putIfAbsent(blob.digest(), blob);
                }
            }
        }
    }

    private void addBlobs() throws IOException {
        for (Descriptor blob : blobs.values()) {
            if (manifests.contains(blob.digest())) {
                continue;
            }
            try (InputStream in = source.openBlob(blob)) {
                tar.add(TarEntry.file(blobName(blob.digest()), 0644, blob.size()), in);
            }
        }
    }

    static void addFile(TarWriter tar, String name, byte[] content) throws IOException {
        tar.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
    }

    private static String blobName(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.encoded();
    }
}
