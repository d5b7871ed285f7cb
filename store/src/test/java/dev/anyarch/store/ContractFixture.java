package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the contract share: the store, what a place can promise, and small images. */
abstract class ContractFixture {
    static final Digest ABSENT = Digest.sha256("absent".getBytes(UTF_8));
    static final Tag V1 = new Tag("v1");
    static final Tag V2 = new Tag("v2");

    ImageStore store;

    /** A new, empty store; closed by the contract. */
    protected abstract ImageStore emptyStore() throws Exception;

    /** Another repository of the same place from which blobs can be mounted under {@link #neighbourName}. */
    protected Optional<ImageStore> neighbour() throws Exception {
        return Optional.empty();
    }

    protected RepositoryName neighbourName() {
        return new RepositoryName("neighbour");
    }

    /** Whether the place refuses to delete what is still needed. */
    protected boolean protectsWhatIsNeeded() {
        return true;
    }

    /** Whether preconditions are checked. */
    protected boolean checksPreconditions() {
        return true;
    }

    @BeforeEach
    final void begin() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    final void end() throws Exception {
        store.close();
    }

    final RawManifest image(String content) throws IOException {
        Descriptor config = putBlob(("{\"architecture\":\"amd64\",\"os\":\"linux\",\"x\":\"" + content + "\"}")
                .getBytes(UTF_8), MediaType.OCI_CONFIG);
        Descriptor layer = putBlob(("layer " + content).getBytes(UTF_8), MediaType.OCI_LAYER);
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(layer), Map.of()).raw();
    }

    final RawManifest referrer(Descriptor subject, Optional<String> artifactType, Map<String, String> annotations)
            throws IOException {
        Descriptor config = putBlob("{}".getBytes(UTF_8), MediaType.OCI_CONFIG);
        return ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(), Optional.of(subject), artifactType,
                annotations).raw();
    }

    final List<Digest> referrerDigests(RawManifest subject, Optional<String> artifactType) throws IOException {
        return store.referrers(subject.digest(), artifactType).stream().map(Descriptor::digest).toList();
    }

    final Descriptor putBlob(byte[] bytes) throws IOException {
        return putBlob(bytes, MediaType.OCTET_STREAM);
    }

    final Descriptor putBlob(byte[] bytes, MediaType mediaType) throws IOException {
        upload(bytes, Digest.sha256(bytes));
        return Descriptor.of(mediaType, bytes);
    }

    final void upload(byte[] bytes, Digest digest) throws IOException {
        try (BlobUpload upload = store.upload()) {
            upload.write(bytes, 0, bytes.length / 2);
            upload.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            upload.commit(digest);
        }
    }

    final byte[] readAll(Descriptor blob) throws IOException {
        try (InputStream in = store.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    final String range(Descriptor blob, long offset, long length) throws IOException {
        try (InputStream in = store.openBlob(blob, offset, length)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
