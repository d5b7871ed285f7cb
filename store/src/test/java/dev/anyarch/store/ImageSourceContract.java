package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link ImageSource}, kept by places that are written as a whole, such as archives, and by every
 * {@link ImageStore}, whose further promises are in {@link ImageStoreContract}. An implementation's test extends one of the
 * two.
 */
public abstract class ImageSourceContract {
    static final Digest ABSENT = Digest.sha256("absent".getBytes(UTF_8));
    static final Tag V1 = new Tag("v1");
    static final Tag V2 = new Tag("v2");

    private final MemoryStore content = new MemoryStore("content");
    private final ContractImages images = new ContractImages(content);
    private final List<ImageSource> opened = new ArrayList<>();

    /** The place with {@code roots} and what they lead to, taken from {@code from}; closed by the contract. */
    protected abstract ImageSource holding(ImageSource from, List<NamedDescriptor> roots) throws Exception;

    /** What the place can do. */
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    final boolean can(Capability capability) {
        return capabilities().contains(capability);
    }

    @AfterEach
    final void closeSources() throws IOException {
        for (ImageSource source : opened) {
            source.close();
        }
    }

    private ImageSource open(NamedDescriptor... roots) throws Exception {
        return open(List.of(roots));
    }

    private ImageSource open(List<NamedDescriptor> roots) throws Exception {
        ImageSource source = holding(content, roots);
        opened.add(source);
        return source;
    }

    /** A manifest that is in the content to be held. */
    private NamedDescriptor named(Tag tag, RawManifest manifest) throws IOException {
        content.putManifest(manifest, List.of());
        return new NamedDescriptor(tag.value(), manifest.descriptor());
    }

    private NamedDescriptor nameless(RawManifest manifest) throws IOException {
        content.putManifest(manifest, List.of());
        return new NamedDescriptor(Optional.empty(), manifest.descriptor());
    }

    static byte[] read(ImageSource source, Descriptor blob) throws IOException {
        try (InputStream in = source.openBlob(blob)) {
            return in.readAllBytes();
        }
    }

    private static byte[] range(ImageSource source, Descriptor blob, long offset, long length) throws IOException {
        try (InputStream in = source.openBlob(blob, offset, length)) {
            return in.readAllBytes();
        }
    }

    @Test
    void hasALocationForMessages() throws Exception {
        assertThat(open().location()).isNotBlank();
    }

    @Test
    void nothingIsInAnEmptyPlace() throws Exception {
        ImageSource empty = open();
        assertThat(empty.tags()).isEmpty();
        assertThat(empty.resolve(V1)).isEmpty();
        assertThat(empty.resolve(ABSENT)).isEmpty();
        assertThat(empty.referrers(ABSENT, Optional.empty())).isEmpty();
    }

    @Test
    void absentContentIsNotFound() throws Exception {
        ImageSource source = open(named(V1, images.image("present")));
        Descriptor absent = new Descriptor(MediaType.OCI_LAYER, ABSENT, 6);
        assertThat(source.resolve(V2)).isEmpty();
        assertThat(source.resolve(ABSENT)).isEmpty();
        assertThatThrownBy(() -> source.fetchManifest(ABSENT)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThatThrownBy(() -> read(source, absent)).isInstanceOf(NotFoundException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThatThrownBy(() -> range(source, absent, 1, 2)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void anImageIsFoundByItsTagWithItsConfigAndLayers() throws Exception {
        RawManifest image = images.image("whole");
        ImageSource source = open(named(V1, image));
        Descriptor found = source.resolve(V1).orElseThrow();
        assertThat(source.resolve(found.digest())).contains(found);
        RawManifest fetched = source.fetchManifest(found.digest());
        assertThat(fetched.descriptor()).isEqualTo(found);
        if (can(Capability.MANIFEST_BYTES)) {
            assertThat(fetched).isEqualTo(image);
        } else {
            assertThat(fetched.parse()).isInstanceOf(ImageManifest.class);
        }
        List<Descriptor> blobs = fetched.parse().blobs();
        assertThat(blobs).extracting(Descriptor::digest)
                .containsExactlyElementsOf(image.parse().blobs().stream().map(Descriptor::digest).toList());
        for (Descriptor blob : blobs) {
            assertThat(read(source, blob)).isEqualTo(read(content, blob));
        }
    }

    @Test
    void tagsAreInLexicalOrder() throws Exception {
        RawManifest image = images.image("tags");
        content.putManifest(image, List.of());
        ImageSource source = open(Stream.of("b", "1.10", "B", "_x", "1.9", "a")
                .map(tag -> new NamedDescriptor(tag, image.descriptor()))
                .toList());
        assertThat(source.tags()).extracting(Tag::value).containsExactly("1.10", "1.9", "B", "_x", "a", "b");
    }

    @Test
    void readingABlobChecksSizeAndDigest() throws Exception {
        Descriptor blob = layerOf(images.image("checked"));
        ImageSource source = open(roots());
        for (long size : new long[]{blob.size() + 1, blob.size() - 1}) {
            Descriptor other = new Descriptor(blob.mediaType(), blob.digest(), size);
            assertThatThrownBy(() -> read(source, other)).isInstanceOf(InvalidContentException.class)
                    .hasMessageContaining(blob.digest().toString());
        }
    }

    @Test
    void aRangeIsExactlyThatPart() throws Exception {
        Descriptor blob = layerOf(images.image("0123456789"));
        ImageSource source = open(roots());
        byte[] whole = ContractImages.layer("0123456789");
        assertThat(range(source, blob, 0, blob.size())).isEqualTo(whole);
        assertThat(range(source, blob, blob.size() - 7, 4)).isEqualTo("3456".getBytes(UTF_8));
        assertThat(range(source, blob, blob.size() - 1, 1)).isEqualTo("9".getBytes(UTF_8));
        assertThat(range(source, blob, 4, 0)).isEmpty();
        assertThat(range(source, blob, blob.size(), 0)).isEmpty();
    }

    @Test
    void aRangeBeyondTheBlobIsTheCallersMistake() throws Exception {
        Descriptor blob = layerOf(images.image("0123"));
        ImageSource source = open(roots());
        for (long[] range : new long[][]{{blob.size() - 2, 3}, {-1, 3}, {1, -1}, {1, Long.MAX_VALUE}}) {
            assertThatThrownBy(() -> source.openBlob(blob, range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anIndexLeadsToItsImages() throws Exception {
        RawManifest child = images.image("child");
        content.putManifest(child, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(child.descriptor()), Map.of()).raw();
        NamedDescriptor root = named(V1, index);
        if (isRefused(root)) {
            return;
        }
        ImageSource source = open(root);
        assertThat(source.resolve(V1)).contains(index.descriptor());
        assertThat(source.fetchManifest(index.digest()).parse().children()).containsExactly(child.descriptor());
        assertThat(source.resolve(child.digest())).contains(child.descriptor());
        assertThat(source.fetchManifest(child.digest())).isEqualTo(child);
        assertThat(read(source, layerOf(child))).isEqualTo(ContractImages.layer("child"));
    }

    @Test
    void aManifestKeepsItsBytesAndMediaType() throws Exception {
        byte[] loose = ("{ \"schemaVersion\": 2,\n \"mediaType\": \"" + MediaType.OCI_INDEX
                + "\", \"manifests\": [], \"x-unknown\": 1.50 }\n").getBytes(UTF_8);
        RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, loose);
        RawManifest list = ImageIndex.create(MediaType.DOCKER_LIST, List.of(), Map.of()).raw();
        if (isRefused(named(V1, raw)) && isRefused(named(V2, list))) {
            return;
        }
        ImageSource source = open(named(V1, raw), named(V2, list));
        assertThat(source.fetchManifest(raw.digest())).isEqualTo(raw);
        assertThat(source.resolve(V2)).contains(list.descriptor());
        assertThat(source.fetchManifest(list.digest()).mediaType()).isEqualTo(MediaType.DOCKER_LIST);
    }

    @Test
    void aManifestWithSha512IsFoundUnderIt() throws Exception {
        RawManifest raw = RawManifest.of(MediaType.OCI_MANIFEST, images.image("sha512").bytes(),
                DigestAlgorithm.SHA512);
        NamedDescriptor root = named(V1, raw);
        if (!can(Capability.MANIFEST_BYTES)) {
            assertThat(open(root).resolve(V1)).map(Descriptor::digest).isNotEqualTo(Optional.of(raw.digest()));
            return;
        }
        if (!can(Capability.SHA512_MANIFESTS)) {
            assertThatThrownBy(() -> open(root)).isInstanceOfAny(InvalidContentException.class,
                    StoreException.class);
            return;
        }
        ImageSource source = open(root);
        assertThat(source.resolve(V1)).contains(raw.descriptor());
        assertThat(source.fetchManifest(raw.digest()).digest()).isEqualTo(raw.digest());
    }

    @Test
    void referrersAreListedWithArtifactTypeAndAnnotations() throws Exception {
        RawManifest subject = images.image("subject");
        NamedDescriptor root = named(V1, subject);
        RawManifest typed = images.referrer(subject.descriptor(), Optional.of("application/x-typed"),
                Map.of("a", "1"));
        RawManifest untyped = images.referrer(subject.descriptor(), Optional.empty(), Map.of());
        if (!can(Capability.REFERRERS)) {
            assertThat(open(root).referrers(subject.digest(), Optional.empty())).isEmpty();
            return;
        }
        ImageSource source = open(root, nameless(typed), nameless(untyped));
        assertThat(source.referrers(subject.digest(), Optional.empty())).containsExactlyInAnyOrder(
                typed.descriptor().withArtifactType("application/x-typed").withAnnotations(Map.of("a", "1")),
                untyped.descriptor().withArtifactType(MediaType.OCI_CONFIG.value()));
        assertThat(source.referrers(subject.digest(), Optional.of("application/x-typed")))
                .extracting(Descriptor::digest)
                .containsExactly(typed.digest());
        assertThat(source.referrers(subject.digest(), Optional.of("application/x-other"))).isEmpty();
    }

    @Test
    void severalThreadsMayRead() throws Exception {
        Descriptor blob = layerOf(images.image("shared"));
        ImageSource source = open(roots());
        Callable<byte[]> reading = () -> read(source, blob);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<byte[]> bytes : threads.invokeAll(Collections.nCopies(8, reading))) {
                assertThat(bytes.get()).isEqualTo(ContractImages.layer("shared"));
            }
        }
    }

    /** The layer of an image that is then one of the {@link #roots}. */
    private Descriptor layerOf(RawManifest image) throws IOException {
        content.putManifest(image, List.of(V1));
        return image.parse().blobs().getLast();
    }

    private List<NamedDescriptor> roots() throws IOException {
        return content.resolve(V1).stream().map(root -> new NamedDescriptor(V1.value(), root)).toList();
    }

    /** Whether the place takes no index, and says so. */
    private boolean isRefused(NamedDescriptor index) {
        if (can(Capability.INDEXES)) {
            return false;
        }
        assertThatThrownBy(() -> open(index)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(index.descriptor().digest().toString());
        return true;
    }
}
