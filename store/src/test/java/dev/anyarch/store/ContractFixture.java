package dev.anyarch.store;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of writing share: the store, and small images in it. */
abstract class ContractFixture extends ImageSourceContract {
    ImageStore store;
    private ContractImages images;

    /** A new, empty store; closed by the contract. */
    protected abstract ImageStore emptyStore() throws Exception;

    /** Another repository of the same place from which blobs can be mounted under {@link #neighbourName}. */
    protected Optional<ImageStore> neighbour() throws Exception {
        return Optional.empty();
    }

    protected RepositoryName neighbourName() {
        return new RepositoryName("neighbour");
    }

    @BeforeEach
    final void begin() throws Exception {
        store = emptyStore();
        images = new ContractImages(store);
    }

    @AfterEach
    final void end() throws Exception {
        store.close();
    }

    /** What is to be read is pushed before. */
    @Override
    protected final ImageSource holding(ImageSource from, List<NamedDescriptor> roots) throws IOException {
        for (NamedDescriptor root : roots) {
            images.copy(from, root.descriptor().digest(), root.name().stream().map(Tag::new).toList());
        }
        return store;
    }

    final RawManifest image(String content) throws IOException {
        return images.image(content);
    }

    final RawManifest referrer(Descriptor subject, Optional<String> artifactType, Map<String, String> annotations)
            throws IOException {
        return images.referrer(subject, artifactType, annotations);
    }

    final List<Digest> referrerDigests(RawManifest subject, Optional<String> artifactType) throws IOException {
        return store.referrers(subject.digest(), artifactType).stream().map(Descriptor::digest).toList();
    }

    final Descriptor putBlob(byte[] bytes) throws IOException {
        return images.putBlob(bytes, MediaType.OCTET_STREAM);
    }

    final void upload(byte[] bytes, Digest digest) throws IOException {
        images.upload(bytes, digest);
    }

    final byte[] readAll(Descriptor blob) throws IOException {
        return read(store, blob);
    }

    static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
