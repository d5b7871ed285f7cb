package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link ImageSource}, {@link ImageStore} and {@link BlobUpload}. An implementation's test extends this
 * and says how to make an empty store; what a place cannot promise it says by overriding a question.
 */
public abstract class ImageStoreContract extends BlobContract {
    @Test
    void nothingIsThereAtFirst() throws Exception {
        assertThat(store.resolve(V1)).isEmpty();
        assertThat(store.resolve(ABSENT)).isEmpty();
        assertThat(store.tags()).isEmpty();
        assertThat(store.referrers(ABSENT, Optional.empty())).isEmpty();
        assertThat(store.hasBlob(ABSENT)).isFalse();
    }

    @Test
    void absentContentIsNotFound() {
        Descriptor absent = new Descriptor(MediaType.OCI_LAYER, ABSENT, 6);
        assertThatThrownBy(() -> store.fetchManifest(ABSENT)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> readAll(absent)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.openBlob(absent, 1, 2).readAllBytes()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void deletingWhatIsNotThereSaysSo() throws Exception {
        assertThat(store.deleteTag(V1)).isFalse();
        assertThat(store.deleteManifest(ABSENT)).isFalse();
        assertThat(store.deleteBlob(ABSENT)).isFalse();
    }

    @Test
    void severalThreadsMayMoveTags() throws ExecutionException, IOException, InterruptedException {
        RawManifest image = image("shared");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> puts = new Random(1).ints(16, 0, 1000)
                    .distinct()
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        store.putManifest(image, List.of(new Tag("t" + i)));
                        return true;
                    })
                    .toList();
            for (Future<Boolean> future : threads.invokeAll(puts)) {
                assertThat(future.get()).isTrue();
            }
            assertThat(store.tags()).hasSameSizeAs(puts);
        }
    }

    @Test
    void aManifestKeepsItsBytesAndMediaType() throws Exception {
        byte[] loose = ("{ \"schemaVersion\": 2,\n \"mediaType\": \"" + MediaType.OCI_INDEX
                + "\", \"manifests\": [], \"x-unknown\": 1.50 }\n").getBytes(UTF_8);
        RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, loose);
        store.putManifest(raw, List.of());
        assertThat(store.fetchManifest(raw.digest())).isEqualTo(raw);
        assertThat(store.resolve(raw.digest())).contains(raw.descriptor());
        assertThat(store.tags()).isEmpty();
    }

    @Test
    void aDockerManifestListIsStoredAsOne() throws Exception {
        RawManifest list = ImageIndex.create(MediaType.DOCKER_LIST, List.of(), Map.of()).raw();
        store.putManifest(list, List.of(V1));
        assertThat(store.resolve(V1)).contains(list.descriptor());
        assertThat(store.fetchManifest(list.digest()).mediaType()).isEqualTo(MediaType.DOCKER_LIST);
    }

    @Test
    void aManifestWithSha512IsFoundUnderIt() throws Exception {
        byte[] bytes = image("sha512").bytes();
        RawManifest raw = RawManifest.of(MediaType.OCI_MANIFEST, bytes, DigestAlgorithm.SHA512);
        store.putManifest(raw, List.of(V1));
        assertThat(store.resolve(V1)).contains(raw.descriptor());
        assertThat(store.fetchManifest(raw.digest()).digest()).isEqualTo(raw.digest());
    }

    @Test
    void tagsPointAtTheManifestAndMove() throws Exception {
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1, V2));
        store.putManifest(second, List.of(V2));
        assertThat(store.resolve(V1)).contains(first.descriptor());
        assertThat(store.resolve(V2)).contains(second.descriptor());
        store.putManifest(second, List.of(V1));
        assertThat(store.fetchManifest(first.digest())).isEqualTo(first);
    }

    @Test
    void puttingAManifestAgainChangesNothing() throws Exception {
        RawManifest image = image("again");
        store.putManifest(image, List.of(V1));
        store.putManifest(image, List.of(V1));
        store.putManifest(image, List.of());
        assertThat(store.tags()).containsExactly(V1);
        assertThat(store.resolve(V1)).contains(image.descriptor());
    }

    @Test
    void tagsAreInLexicalOrder() throws Exception {
        store.putManifest(image("tags"), List.of(new Tag("b"), new Tag("1.10"), new Tag("B"), new Tag("_x"),
                new Tag("1.9"), new Tag("a")));
        assertThat(store.tags()).extracting(Tag::value).containsExactly("1.10", "1.9", "B", "_x", "a", "b");
    }

    @Test
    void aManifestWhoseBlobIsMissingIsRefused() throws Exception {
        Descriptor config = putBlob("{}".getBytes(UTF_8));
        Descriptor missing = new Descriptor(MediaType.OCI_LAYER_GZIP, ABSENT, 6);
        RawManifest image = ImageManifest.create(MediaType.OCI_MANIFEST, config, List.of(missing), Map.of()).raw();
        assertThatThrownBy(() -> store.putManifest(image, List.of(V1))).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThat(store.resolve(V1)).isEmpty();
        assertThat(store.resolve(image.digest())).isEmpty();
    }

    @Test
    void anIndexWhoseChildIsMissingIsRefused() throws Exception {
        Descriptor missing = new Descriptor(MediaType.OCI_MANIFEST, ABSENT, 6);
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(missing), Map.of()).raw();
        assertThatThrownBy(() -> store.putManifest(index, List.of(V1))).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining(ABSENT.toString());
        assertThat(store.resolve(V1)).isEmpty();
    }

    @Test
    void anIndexOfImagesIsStored() throws Exception {
        RawManifest image = image("child");
        store.putManifest(image, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        store.putManifest(index, List.of(V1));
        assertThat(store.fetchManifest(index.digest()).parse().children()).containsExactly(image.descriptor());
    }

    @Test
    void aMalformedManifestIsRefused() throws Exception {
        RawManifest malformed = RawManifest.of(MediaType.OCI_INDEX, "{\"schemaVersion\":2".getBytes(UTF_8));
        assertThatThrownBy(() -> store.putManifest(malformed, List.of(V1)))
                .isInstanceOf(InvalidContentException.class);
        assertThat(store.tags()).isEmpty();
    }

    @Test
    void aTagThatMustBeAbsentIsNotMoved() throws Exception {
        if (!checksPreconditions()) {
            return;
        }
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1), Precondition.TAG_ABSENT);
        assertThatThrownBy(() -> store.putManifest(second, List.of(V2, V1), Precondition.TAG_ABSENT))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(store.resolve(V1)).contains(first.descriptor());
        assertThat(store.resolve(V2)).isEmpty();
        assertThat(store.resolve(second.digest())).isEmpty();
    }

    @Test
    void aTagIsMovedOnlyFromWhereItMustBe() throws Exception {
        if (!checksPreconditions()) {
            return;
        }
        RawManifest first = image("first");
        RawManifest second = image("second");
        store.putManifest(first, List.of(V1));
        assertThatThrownBy(() -> store.putManifest(second, List.of(V1), new Precondition.TagAt(second.digest())))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> store.putManifest(second, List.of(V2), new Precondition.TagAt(first.digest())))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(store.resolve(V1)).contains(first.descriptor());
        store.putManifest(second, List.of(V1), new Precondition.TagAt(first.digest()));
        assertThat(store.resolve(V1)).contains(second.descriptor());
    }

    @Test
    void referrersAreListedWithArtifactTypeAndAnnotations() throws Exception {
        RawManifest subject = image("subject");
        store.putManifest(subject, List.of());
        RawManifest typed = referrer(subject.descriptor(), Optional.of("application/x-typed"), Map.of("a", "1"));
        RawManifest untyped = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(typed, List.of());
        store.putManifest(untyped, List.of());
        assertThat(store.referrers(subject.digest(), Optional.empty())).containsExactlyInAnyOrder(
                typed.descriptor().withArtifactType("application/x-typed").withAnnotations(Map.of("a", "1")),
                untyped.descriptor().withArtifactType(MediaType.OCI_CONFIG.value()));
    }

    @Test
    void referrersAreFilteredByArtifactType() throws Exception {
        RawManifest subject = image("subject");
        RawManifest typed = referrer(subject.descriptor(), Optional.of("application/x-typed"), Map.of());
        RawManifest untyped = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(typed, List.of());
        store.putManifest(untyped, List.of());
        assertThat(referrerDigests(subject, Optional.of("application/x-typed"))).containsExactly(typed.digest());
        assertThat(referrerDigests(subject, Optional.of(MediaType.OCI_CONFIG.value())))
                .containsExactly(untyped.digest());
        assertThat(referrerDigests(subject, Optional.of("application/x-other"))).isEmpty();
    }

    @Test
    void aReferrerMayComeBeforeItsSubjectAndGoes() throws Exception {
        RawManifest subject = image("subject");
        RawManifest referrer = referrer(subject.descriptor(), Optional.empty(), Map.of());
        store.putManifest(referrer, List.of());
        assertThat(referrerDigests(subject, Optional.empty())).containsExactly(referrer.digest());
        assertThat(store.deleteManifest(referrer.digest())).isTrue();
        assertThat(referrerDigests(subject, Optional.empty())).isEmpty();
    }

    @Test
    void anIndexMayBeAReferrer() throws Exception {
        RawManifest subject = image("subject");
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(), Optional.of(subject.descriptor()),
                Optional.of("application/x-index"), Map.of("k", "v"), Json.Obj.EMPTY).raw();
        store.putManifest(index, List.of());
        assertThat(store.referrers(subject.digest(), Optional.empty())).containsExactly(
                index.descriptor().withArtifactType("application/x-index").withAnnotations(Map.of("k", "v")));
    }

    @Test
    void deletingATagKeepsTheManifest() throws Exception {
        RawManifest image = image("tagged");
        store.putManifest(image, List.of(V1, V2));
        assertThat(store.deleteTag(V1)).isTrue();
        assertThat(store.deleteTag(V1)).isFalse();
        assertThat(store.tags()).containsExactly(V2);
        assertThat(store.deleteTag(V2)).isTrue();
        assertThat(store.fetchManifest(image.digest())).isEqualTo(image);
    }

    @Test
    void deletingAManifestRemovesItsTags() throws Exception {
        RawManifest image = image("first");
        RawManifest other = image("second");
        store.putManifest(image, List.of(V1));
        store.putManifest(other, List.of(V2));
        assertThat(store.deleteManifest(image.digest())).isTrue();
        assertThat(store.tags()).containsExactly(V2);
        assertThat(store.resolve(image.digest())).isEmpty();
        assertThatThrownBy(() -> store.fetchManifest(image.digest())).isInstanceOf(NotFoundException.class);
        assertThat(store.deleteManifest(image.digest())).isFalse();
    }

    @Test
    void aManifestThatAnIndexListsIsNotDeleted() throws Exception {
        if (!protectsWhatIsNeeded()) {
            return;
        }
        RawManifest image = image("child");
        store.putManifest(image, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        store.putManifest(index, List.of());
        assertThatThrownBy(() -> store.deleteManifest(image.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.fetchManifest(image.digest())).isEqualTo(image);
        assertThat(store.deleteManifest(index.digest())).isTrue();
        assertThat(store.deleteManifest(image.digest())).isTrue();
    }

    @Test
    void aBlobThatAManifestNeedsIsNotDeleted() throws Exception {
        if (!protectsWhatIsNeeded()) {
            return;
        }
        RawManifest image = image("kept");
        Descriptor layer = image.parse().blobs().getLast();
        store.putManifest(image, List.of());
        assertThatThrownBy(() -> store.deleteBlob(layer.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.hasBlob(layer.digest())).isTrue();
        store.deleteManifest(image.digest());
        assertThat(store.deleteBlob(layer.digest())).isTrue();
        assertThat(store.hasBlob(layer.digest())).isFalse();
    }
}
