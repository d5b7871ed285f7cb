package dev.anyarch.operations.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.FaultyStore;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.MissingContent;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.MemoryRegistry;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CopierTest {
    private static final Tag TAG = new Tag("1.0");

    private final MemoryStore source = new MemoryStore("source");
    private final MemoryStore target = new MemoryStore("target");
    private final Images images = new Images(source);

    @Test
    void copiesTheWholeIndexWithTheSameDigest() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64", "linux/arm/v7");

        CopyResult result = copy(target, CopyRequest.of(index).withTags(List.of(TAG, Tag.LATEST)));

        assertThat(target.resolve(TAG)).contains(index);
        assertThat(target.resolve(Tag.LATEST)).contains(index);
        assertThat(target.fetchManifest(index.digest())).isEqualTo(source.fetchManifest(index.digest()));
        assertThat(result.root()).contains(index);
        assertThat(result.rewritten()).isEmpty();
        assertThat(result.manifests()).isEqualTo(7);
    }

    @Test
    void movesASharedBlobOnce() throws IOException, InterruptedException {
        Descriptor index = images.index(images.entry("linux/amd64"), images.entry("linux/arm64"));

        CopyResult result = copy(target, CopyRequest.of(index));

        assertThat(result.blobs()).isEqualTo(new CopyResult.BlobCounts(5, 0, 0, 0, result.blobs().bytes()));
    }

    @Test
    void copyingAgainMovesNothing() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");
        copy(target, CopyRequest.of(index).withTags(List.of(TAG)));
        FaultyStore counting = FaultyStore.counting(target);

        CopyResult result = copy(counting, CopyRequest.of(index).withTags(List.of(TAG)));

        assertThat(result.blobs()).isEqualTo(new CopyResult.BlobCounts(0, 0, 0, 0, 0));
        assertThat(counting.calls()).as("a look at each child, and the index").isEqualTo(5);
    }

    @Test
    void aDeepCopyLooksAtTheBlobsOfManifestsThatAreThere() throws IOException, InterruptedException {
        Descriptor index = images.index(images.entry("linux/amd64"));
        copy(target, CopyRequest.of(index));

        CopyResult result = copy(target, CopyRequest.of(index).withDeep(true));

        assertThat(result.blobs()).isEqualTo(new CopyResult.BlobCounts(0, 0, 3, 0, 0));
    }

    @Test
    void copiesASingleImage() throws IOException, InterruptedException {
        Descriptor image = images.dockerImage("linux/s390x");

        copy(target, CopyRequest.of(image).withTags(List.of(TAG)));

        assertThat(target.resolve(TAG)).contains(image);
    }

    @Test
    void copiesNestedIndexes() throws IOException, InterruptedException {
        Descriptor inner = images.index(images.entry("linux/amd64"));
        Descriptor outer = images.index(inner, images.entry("linux/arm64"));

        copy(target, CopyRequest.of(outer).withTags(List.of(TAG)));

        assertThat(target.resolve(TAG)).contains(outer);
        assertThat(target.resolve(inner.digest())).contains(inner);
    }

    @Test
    void copiesTheBlobsThatABuildCacheListsInItsIndex() throws IOException, InterruptedException {
        Descriptor layer = images.blob(MediaType.OCI_LAYER_GZIP, "cached");
        Descriptor config = images.blob(new MediaType("application/vnd.buildkit.cacheconfig.v0"), "{}");
        Descriptor cache = images.index(layer, config);

        copy(target, CopyRequest.of(cache).withTags(List.of(TAG)));

        assertThat(target.hasBlob(layer.digest())).isTrue();
        assertThat(target.resolve(TAG)).contains(cache);
    }

    @Test
    void mountsWithinOneRegistry() throws IOException, InterruptedException {
        MemoryRegistry registry = new MemoryRegistry("registry.example");
        RepositoryName from = new RepositoryName("from");
        ImageStore first = registry.repository(from);
        ImageStore second = registry.repository(new RepositoryName("to"));
        Descriptor index = new Images(first).tagged(TAG, "linux/amd64");

        CopyResult result = new Copier(CopySettings.DEFAULT, CopyListener.NONE).copy(first, second,
                CopyRequest.of(index).withTags(List.of(TAG)).withMountFrom(Optional.of(from)));

        assertThat(result.blobs().mounted()).isEqualTo(5);
        assertThat(result.blobs().bytes()).isZero();
        assertThat(second.resolve(TAG)).contains(index);
    }

    @Test
    void rewritesTheIndexForChosenPlatforms() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64/v8", "linux/arm/v7");

        CopyResult result = copy(target, subset(index, SubsetMode.REWRITE, "linux/arm64", "linux/arm/v7"));

        List<Descriptor> all = index(source, index.digest()).manifests();
        Descriptor root = result.root().orElseThrow();
        assertThat(index(target, root.digest()).manifests()).as("attestations follow their subject")
                .isEqualTo(all.subList(2, 6));
        assertThat(target.resolve(TAG)).contains(root);
        assertThat(result.rewritten()).containsEntry(index.digest(), root.digest());
        assertThat(target.resolve(all.getFirst().digest())).isEmpty();
    }

    @Test
    void choosingEveryPlatformChangesNothing() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");

        CopyResult result = copy(target, subset(index, SubsetMode.REWRITE, "linux/arm64", "linux/amd64"));

        assertThat(result.root()).contains(index);
    }

    @Test
    void rewritingFlattensNestedIndexes() throws IOException, InterruptedException {
        Descriptor amd64 = images.entry("linux/amd64");
        Descriptor outer = images.index(images.index(amd64, images.entry("linux/386")), images.entry("linux/arm64"));

        CopyResult result = copy(target, subset(outer, SubsetMode.REWRITE, "linux/amd64"));

        assertThat(index(target, result.root().orElseThrow().digest()).manifests()).containsExactly(amd64);
    }

    @Test
    void readsTheConfigurationOfAnEntryWithoutPlatform() throws IOException, InterruptedException {
        Descriptor unlabelled = images.image("linux/riscv64");
        Descriptor index = images.index(unlabelled, images.entry("linux/arm64"));

        CopyResult result = copy(target, subset(index, SubsetMode.REWRITE, "linux/riscv64"));

        assertThat(result.chosen()).containsExactly(unlabelled);
    }

    @Test
    void childrenAloneHaveNoIndexAndNoTag() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64", "linux/s390x");

        CopyResult result = copy(target, subset(index, SubsetMode.CHILDREN, "linux/arm64", "linux/s390x"));

        assertThat(result.root()).isEmpty();
        assertThat(result.chosen()).isEqualTo(index(source, index.digest()).manifests().subList(2, 6));
        assertThat(target.resolve(index.digest())).isEmpty();
        assertThat(target.tags()).isEmpty();
    }

    @Test
    void aChildThatIsAloneGetsTheTag() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");

        copy(target, subset(index, SubsetMode.CHILDREN, "linux/arm64"));

        Descriptor arm64 = index(source, index.digest()).manifests().get(2);
        assertThat(target.resolve(TAG).map(Descriptor::digest)).contains(arm64.digest());
        assertThat(target.resolve(index.digest())).isEmpty();
    }

    @Test
    void aTargetThatInsistsOnChildrenRefusesASparseIndex() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");

        assertThatThrownBy(() -> copy(target, subset(index, SubsetMode.SPARSE, "linux/arm64")))
                .hasMessageContaining("copy with a rewritten index instead");
        assertThat(target.tags()).isEmpty();
    }

    @Test
    void aMissingPlatformIsSaidBeforeAnythingIsWritten() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");
        FaultyStore counting = FaultyStore.counting(target);

        assertThatThrownBy(() -> copy(counting, subset(index, SubsetMode.REWRITE, "linux/arm64", "linux/ppc64le")))
                .isInstanceOf(MissingPlatformException.class)
                .hasMessageContaining("expected linux/ppc64le, found linux/amd64, linux/arm64");
        assertThat(counting.calls()).isZero();
    }

    @Test
    void aFilterThatAcceptsNothingIsRefused() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64");
        PlatformChoice choice = new PlatformChoice.Matching("windows/*", platform -> platform.os().equals("windows"));

        assertThatThrownBy(() -> copy(target, CopyRequest.of(index).withPlatforms(choice, SubsetMode.REWRITE)))
                .isInstanceOf(MissingPlatformException.class)
                .hasMessageContaining("windows/*");
    }

    @Test
    void aSingleImageIsCheckedAgainstThePlatformToo() throws IOException, InterruptedException {
        Descriptor image = images.image("linux/amd64");

        assertThatThrownBy(() -> copy(target, subset(image, SubsetMode.REWRITE, "linux/arm64")))
                .isInstanceOf(MissingPlatformException.class);
        assertThat(copy(target, subset(image, SubsetMode.REWRITE, "linux/amd64")).root()).contains(image);
    }

    @Test
    void attachmentsComeAlongWhenAsked() throws IOException, InterruptedException {
        Descriptor entry = images.entry("linux/amd64");
        Descriptor index = images.index(entry);
        Descriptor signature = images.referrer(index, "signature of the index");
        Descriptor bill = images.referrer(entry, "bill of materials");
        Descriptor nested = images.referrer(bill, "signature of the bill");
        Tag cosign = new Tag("sha256-" + entry.digest().encoded() + ".sig");
        Descriptor other = images.image("linux/386");
        source.putManifest(source.fetchManifest(other.digest()), List.of(cosign));

        copy(target, CopyRequest.of(index).withTags(List.of(TAG)));
        assertThat(target.resolve(signature.digest())).isEmpty();

        copy(target, CopyRequest.of(index).withTags(List.of(TAG)).withAttachments());
        assertThat(target.referrers(index.digest(), Optional.empty())).extracting(Descriptor::digest)
                .containsExactly(signature.digest());
        assertThat(target.resolve(bill.digest())).contains(bill);
        assertThat(target.resolve(nested.digest())).contains(nested);
        assertThat(target.resolve(cosign)).contains(other);
    }

    @Test
    void aListOfReferrersUnderATagIsMergedWithTheTargets() throws IOException, InterruptedException {
        Descriptor image = images.image("linux/amd64");
        Tag fallback = new Tag("sha256-" + image.digest().encoded());
        Descriptor ours = images.index(images.image("linux/386"));
        source.putManifest(source.fetchManifest(ours.digest()), List.of(fallback));
        Images theirs = new Images(target);
        Descriptor list = theirs.index(theirs.image("linux/s390x"));
        target.putManifest(target.fetchManifest(list.digest()), List.of(fallback));

        copy(target, CopyRequest.of(image).withAttachments());

        assertThat(index(target, target.resolve(fallback).orElseThrow().digest()).manifests())
                .containsExactly(images.image("linux/s390x"), images.image("linux/386"));
    }

    @Test
    void aTagThatIsNotAsWantedStopsTheCopyAtOnce() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64");
        Descriptor old = new Images(target).tagged(TAG, "linux/arm64");
        CopyRequest request = CopyRequest.of(index).withTags(List.of(TAG));
        FaultyStore counting = FaultyStore.counting(target);

        assertThatThrownBy(() -> copy(counting, request.withPrecondition(Precondition.TAG_ABSENT)))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(
                () -> copy(counting, request.withPrecondition(new Precondition.TagAt(index.digest()))))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(counting.calls()).isEqualTo(2);

        copy(target, request.withPrecondition(new Precondition.TagAt(old.digest())));
        assertThat(target.resolve(TAG)).contains(index);
    }

    @Test
    void aMissingChildIsNamedWithItsIndex() throws IOException, InterruptedException {
        Descriptor child = images.entry("linux/amd64");
        Descriptor index = images.index(child);
        MissingContent broken = new MissingContent(source, child.digest());

        assertThatThrownBy(() -> new Copier(CopySettings.DEFAULT, CopyListener.NONE).copy(broken, target,
                CopyRequest.of(index)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("source: expected manifest %s (linux/amd64), listed in index %s, which is missing there",
                        child.digest(), index.digest());
    }

    @Test
    void aMissingBlobIsNamed() throws IOException, InterruptedException {
        Descriptor image = images.image("linux/amd64");
        Descriptor layer = source.fetchManifest(image.digest()).parse().blobs().getLast();

        assertThatThrownBy(() -> new Copier(CopySettings.DEFAULT, CopyListener.NONE)
                .copy(new MissingContent(source, layer.digest()), target, CopyRequest.of(image)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("source: expected blob " + layer.digest());
    }

    @Test
    void theListenerHearsEveryByteOnce() throws IOException, InterruptedException {
        Descriptor index = images.tagged(TAG, "linux/amd64", "linux/arm64");
        AtomicLong planned = new AtomicLong();
        AtomicLong moved = new AtomicLong();
        List<Descriptor> manifests = Collections.synchronizedList(new ArrayList<>());
        CopyListener listener = new CopyListener() {
            @Override
            public void planned(int count, int blobs, long bytes) {
                planned.set(bytes);
            }

            @Override
            public void bytes(Descriptor blob, long count) {
                moved.addAndGet(count);
            }

            @Override
            public void manifest(Descriptor manifest) {
                manifests.add(manifest);
            }
        };

        new Copier(CopySettings.DEFAULT, listener).copy(source, target, CopyRequest.of(index).withTags(List.of(TAG)));

        assertThat(moved.get()).isEqualTo(planned.get()).isPositive();
        assertThat(manifests).hasSize(5).endsWith(index);
    }

    private CopyResult copy(ImageStore to, CopyRequest request) throws IOException, InterruptedException {
        return new Copier(CopySettings.DEFAULT, CopyListener.NONE).copy(source, to, request);
    }

    private static CopyRequest subset(Descriptor root, SubsetMode mode, String... platforms) {
        PlatformChoice choice = PlatformChoice.of(Arrays.stream(platforms).map(Platform::parse).toList());
        return CopyRequest.of(root).withTags(List.of(TAG)).withPlatforms(choice, mode);
    }

    private static ImageIndex index(ImageStore store, Digest digest) throws IOException {
        return (ImageIndex) store.fetchManifest(digest).parse();
    }
}
