package dev.anyarch.storage;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Content to push, different for each name, and how to push it. */
final class Samples {
    static final RepositoryName APP = new RepositoryName("team/app");
    static final RepositoryName OTHER = new RepositoryName("team/other");

    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Digest push(ImageStore store, byte[] content) throws IOException {
        return push(store, content, DigestAlgorithm.SHA256);
    }

    static Digest push(ImageStore store, byte[] content, DigestAlgorithm algorithm) throws IOException {
        Digest digest = Digest.of(algorithm, content);
        try (BlobUpload upload = store.upload(new Descriptor(MediaType.OCTET_STREAM, digest, content.length))) {
            upload.write(content, 0, content.length);
            upload.commit(digest);
        }
        return digest;
    }

    static Descriptor config(String name) {
        return Descriptor.of(MediaType.OCI_CONFIG, bytes("{\"name\":\"%s\"}".formatted(name)));
    }

    static Descriptor layer(String name) {
        return Descriptor.of(MediaType.OCI_LAYER, bytes("layer of " + name));
    }

    /** A manifest whose blobs need not be anywhere. */
    static ImageManifest image(String name) throws IOException {
        return ImageManifest.create(MediaType.OCI_MANIFEST, config(name), List.of(layer(name)), Map.of());
    }

    static void pushBlobs(ImageStore store, String name) throws IOException {
        push(store, bytes("{\"name\":\"%s\"}".formatted(name)));
        push(store, bytes("layer of " + name));
    }

    static byte[] read(ImageStore store, Descriptor blob) throws IOException {
        try (InputStream content = store.openBlob(blob)) {
            return content.readAllBytes();
        }
    }

    static byte[] read(ImageStore store, Descriptor blob, long offset, long length) throws IOException {
        try (InputStream content = store.openBlob(blob, offset, length)) {
            return content.readAllBytes();
        }
    }

    /** An image with its blobs. */
    static RawManifest pushImage(ImageStore store, String name, Tag... tags) throws IOException {
        pushBlobs(store, name);
        RawManifest manifest = image(name).raw();
        store.putManifest(manifest, List.of(tags));
        return manifest;
    }

    static RawManifest index(RawManifest... children) throws IOException {
        List<Descriptor> entries = List.of(children).stream().map(RawManifest::descriptor).toList();
        return ImageIndex.create(MediaType.OCI_INDEX, entries, Map.of()).raw();
    }
}
