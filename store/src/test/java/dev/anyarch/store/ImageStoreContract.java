package dev.anyarch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
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
 * and says how to make an empty store, and what the place cannot do by {@link #capabilities}. Places that are only read
 * extend {@link ImageSourceContract}.
 */
public abstract class ImageStoreContract extends BlobContract {
    @Test
    void deletingWhatIsNotThereSaysSo() throws Exception {
        if (can(Capability.TAG_DELETION)) {
            assertThat(store.deleteTag(V1)).isFalse();
        }
        assertThat(store.hasBlob(ABSENT)).isFalse();
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
    void aMalformedManifestIsRefused() throws Exception {
        RawManifest malformed = RawManifest.of(MediaType.OCI_INDEX, "{\"schemaVersion\":2".getBytes(UTF_8));
        assertThatThrownBy(() -> store.putManifest(malformed, List.of(V1)))
                .isInstanceOf(InvalidContentException.class);
        assertThat(store.tags()).isEmpty();
    }

    @Test
    void aTagThatMustBeAbsentIsNotMoved() throws Exception {
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
        if (!can(Capability.TAG_DELETION)) {
            assertThatThrownBy(() -> store.deleteTag(V1)).isInstanceOf(DeniedException.class);
            assertThat(store.tags()).containsExactly(V1, V2);
            return;
        }
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
        RawManifest image = image("child");
        store.putManifest(image, List.of());
        RawManifest index = ImageIndex.create(MediaType.OCI_INDEX, List.of(image.descriptor()), Map.of()).raw();
        store.putManifest(index, List.of());
        if (!can(Capability.PROTECTION)) {
            assertThat(store.deleteManifest(image.digest())).isTrue();
            return;
        }
        assertThatThrownBy(() -> store.deleteManifest(image.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.fetchManifest(image.digest())).isEqualTo(image);
        assertThat(store.deleteManifest(index.digest())).isTrue();
        assertThat(store.deleteManifest(image.digest())).isTrue();
    }

    @Test
    void aBlobThatAManifestNeedsIsNotDeleted() throws Exception {
        RawManifest image = image("kept");
        Descriptor layer = image.parse().blobs().getLast();
        store.putManifest(image, List.of());
        if (!can(Capability.PROTECTION)) {
            assertThat(store.deleteBlob(layer.digest())).isTrue();
            return;
        }
        assertThatThrownBy(() -> store.deleteBlob(layer.digest())).isInstanceOf(DeniedException.class);
        assertThat(store.hasBlob(layer.digest())).isTrue();
        store.deleteManifest(image.digest());
        assertThat(store.deleteBlob(layer.digest())).isTrue();
        assertThat(store.hasBlob(layer.digest())).isFalse();
    }
}
