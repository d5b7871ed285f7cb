package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts small images into a store.
 *
 * @param store where their blobs go
 */
record ContractImages(ImageStore store) {
    private static final int END_OF_TAR = 1024;

    /** An empty tar archive, for engines unpack layers, and {@code content} behind its end. */
    static byte[] layer(String content) {
        byte[] text = ("layer " + content).getBytes(UTF_8);
        byte[] layer = new byte[END_OF_TAR + text.length];
        System.arraycopy(text, 0, layer, END_OF_TAR, text.length);
        return layer;
    }

    /** An image whose blobs are in the store; the manifest itself is not yet. */
    RawManifest image(String content) throws IOException {
        byte[] layer = layer(content);
        byte[] config = """
            {"architecture":"amd64","os":"linux","x":"%s","rootfs":{"type":"layers","diff_ids":["%s"]}}"""
                .formatted(content, Digest.sha256(layer))
                .getBytes(UTF_8);
        return ImageManifest.create(MediaType.OCI_MANIFEST, putBlob(config, MediaType.OCI_CONFIG),
                List.of(putBlob(layer, MediaType.OCI_LAYER)), Map.of()).raw();
    }

    RawManifest referrer(Descriptor subject, Optional<String> artifactType, Map<String, String> annotations)
            throws IOException {
        Descriptor config = putBlob("{}".getBytes(UTF_8), MediaType.OCI_CONFIG);
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(), Optional.of(subject), artifactType,
                annotations).raw();
    }

    Descriptor putBlob(byte[] bytes, MediaType mediaType) throws IOException {
        upload(bytes, Digest.sha256(bytes));
        return Descriptor.of(mediaType, bytes);
    }

    void upload(byte[] bytes, Digest digest) throws IOException {
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length / 2);
            upload.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            upload.commit(digest);
        }
    }

    /** Brings a manifest of another place here, with everything that it leads to. */
    void copy(ImageSource from, Digest digest, List<Tag> tags) throws IOException {
        RawManifest raw = from.fetchManifest(digest);
        Manifest manifest = raw.parse();
        for (Descriptor blob : manifest.blobs()) {
            try (InputStream in = from.openBlob(blob)) {
                upload(in.readAllBytes(), blob.digest());
            }
        }
        for (Descriptor child : manifest.children()) {
            copy(from, child.digest(), List.of());
        }
        store.putManifest(raw, tags);
    }
}
