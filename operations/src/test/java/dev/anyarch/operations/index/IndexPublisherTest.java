package dev.anyarch.operations.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.FaultyStore;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.MemoryRegistry;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IndexPublisherTest {
    private static final Tag TAG = new Tag("1.0");
    private static final CopySettings ONE_ATTEMPT = new CopySettings(4, 1, Duration.ZERO, GraphLimits.DEFAULT);

    private final MemoryRegistry registry = new MemoryRegistry("registry.example");
    private final MemoryStore amd64 = registry.repository(new RepositoryName("amd64"));
    private final MemoryStore elsewhere = new MemoryStore("elsewhere.example/arm64");
    private final MemoryStore app = registry.repository(new RepositoryName("app"));
    private final MemoryStore other = new MemoryStore("other.example/app");

    @Test
    void onePlaceForImagesOfSeveralRepositoriesAndRegistries() throws IOException, InterruptedException {
        IndexPlan plan = plan(target(app, "app"), target(other, ""));

        publish(plan);

        assertThat(app.resolve(TAG)).contains(plan.index().descriptor());
        assertThat(other.resolve(TAG)).contains(plan.index().descriptor());
        assertThat(other.fetchManifest(plan.entries().getFirst().descriptor().digest())).isNotNull();
    }

    @Test
    void withoutTagsTheIndexIsThereByDigest() throws IOException, InterruptedException {
        IndexPlan plan = plan(new IndexTarget(other, Optional.empty(), List.of(), Precondition.NONE));

        publish(plan);

        assertThat(other.resolve(plan.digest())).isPresent();
        assertThat(other.tags()).isEmpty();
    }

    @Test
    void aTagThatCannotMoveMovesTheOthersBack() throws IOException, InterruptedException {
        Descriptor old = new Images(app).tagged(TAG, "linux/386");
        new Images(other).tagged(TAG, "linux/s390x");
        IndexPlan plan = plan(
                new IndexTarget(app, Optional.empty(), List.of(TAG, Tag.LATEST), Precondition.NONE),
                new IndexTarget(other, Optional.empty(), List.of(TAG), Precondition.TAG_ABSENT));

        assertThatThrownBy(() -> publish(plan)).isInstanceOf(PreconditionFailedException.class);

        assertThat(app.resolve(TAG)).contains(old);
        assertThat(app.resolve(Tag.LATEST)).isEmpty();
    }

    @Test
    void whateverCallFailsNoTagHasMoved() throws IOException, InterruptedException {
        FaultyStore counting = FaultyStore.counting(new MemoryStore("other"));
        publish(plan(target(counting, "")));
        for (int failing = 1; failing <= counting.calls(); failing++) {
            MemoryStore last = new MemoryStore("other");
            FaultyStore faulty = new FaultyStore(last, failing, FaultyStore.FOREVER);
            IndexPlan plan = plan(target(app, "app"), target(faulty, ""));

            assertThatThrownBy(() -> publish(plan)).as("call %d", failing).isInstanceOf(UnavailableException.class);
            assertThat(app.tags()).as("call %d", failing).isEmpty();
            assertThat(last.tags()).as("call %d", failing).isEmpty();
        }
    }

    private IndexPlan plan(IndexTarget... targets) throws IOException, InterruptedException {
        List<IndexSource> sources = List.of(
                IndexSource.of("amd64", amd64, new Images(amd64).image("linux/amd64"), place("amd64")),
                IndexSource.of("arm64", elsewhere, new Images(elsewhere).tagged(TAG, "linux/arm64"),
                        Optional.empty()));
        return IndexAssembly.assemble(new SourceReader(GraphLimits.DEFAULT, 4).read(sources), IndexOptions.DEFAULT,
                List.of(targets));
    }

    private static IndexTarget target(ImageStore store, String repository) {
        return new IndexTarget(store, place(repository), List.of(TAG), Precondition.NONE);
    }

    private static Optional<Place> place(String repository) {
        return repository.isEmpty()
                ? Optional.empty()
                : Optional.of(new Place("registry.example", new RepositoryName(repository)));
    }

    private static void publish(IndexPlan plan) throws IOException, InterruptedException {
        new IndexPublisher(ONE_ATTEMPT, CopyListener.NONE).publish(plan);
    }
}
