package dev.anyarch.operations.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.FaultyStore;
import dev.anyarch.operations.Images;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyFailureTest {
    private static final Tag TAG = new Tag("1.0");
    private static final CopySettings ONE_ATTEMPT = new CopySettings(4, 1, Duration.ZERO, GraphLimits.DEFAULT);
    private static final CopySettings THREE_ATTEMPTS = new CopySettings(4, 3, Duration.ZERO, GraphLimits.DEFAULT);

    private final MemoryStore source = new MemoryStore("source");
    private Descriptor index = Descriptor.of(MediaType.OCI_INDEX, new byte[0]);

    @BeforeEach
    void fill() throws IOException {
        Images images = new Images(source);
        index = images.tagged(TAG, "linux/amd64", "linux/arm64", "linux/s390x");
        images.referrer(index, "signature");
    }

    @Test
    void whateverCallFailsInTheTargetTheTagHasNotMoved() throws IOException, InterruptedException {
        MemoryStore first = new MemoryStore("target");
        new Images(first).tagged(TAG, "linux/386");
        FaultyStore counting = FaultyStore.counting(first);
        copy(ONE_ATTEMPT, source, counting);
        int calls = counting.calls();
        assertThat(calls).isGreaterThan(40);
        for (int failing = 1; failing <= calls; failing++) {
            MemoryStore target = new MemoryStore("target");
            Descriptor old = new Images(target).tagged(TAG, "linux/386");
            FaultyStore faulty = new FaultyStore(target, failing, FaultyStore.FOREVER);

            assertThatThrownBy(() -> copy(ONE_ATTEMPT, source, faulty)).as("call %d", failing)
                    .isInstanceOf(UnavailableException.class);
            assertThat(target.resolve(TAG)).as("call %d", failing).contains(old);
            assertThat(target.resolve(index.digest())).as("call %d", failing).isEmpty();

            copy(ONE_ATTEMPT, source, target);
            assertThat(target.resolve(TAG)).as("after call %d failed", failing).contains(index);
        }
    }

    @Test
    void whateverCallFailsInTheSourceTheTargetHasNoTag() throws IOException, InterruptedException {
        FaultyStore counting = FaultyStore.counting(source);
        copy(ONE_ATTEMPT, counting, new MemoryStore("target"));
        int calls = counting.calls();
        for (int failing = 1; failing <= calls; failing++) {
            MemoryStore target = new MemoryStore("target");
            FaultyStore faulty = new FaultyStore(source, failing, FaultyStore.FOREVER);

            assertThatThrownBy(() -> copy(ONE_ATTEMPT, faulty, target)).as("call %d", failing)
                    .isInstanceOf(UnavailableException.class);
            assertThat(target.tags()).as("call %d", failing).isEmpty();
        }
    }

    @Test
    void anUploadThatBreaksOffIsTriedAgainFromItsFirstByte() throws IOException, InterruptedException {
        Descriptor image = new Images(source).image("linux/riscv64");
        MemoryStore target = new MemoryStore("target");
        // resolve, then for the first blob: has, upload, write; the write fails, and so does the next upload
        FaultyStore faulty = new FaultyStore(target, 4, 2);
        CopySettings oneByOne = THREE_ATTEMPTS.withParallelism(1);

        CopyResult result = new Copier(oneByOne, CopyListener.NONE).copy(source, faulty,
                CopyRequest.of(image).withTags(List.of(TAG)));

        assertThat(result.blobs().moved()).isEqualTo(3);
        assertThat(target.resolve(TAG)).contains(image);
    }

    @Test
    void anInterruptEndsEverythingAndLeavesNoTag() throws IOException, InterruptedException {
        MemoryStore target = new MemoryStore("target");
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CopyListener stuck = new CopyListener() {
            @Override
            public void bytes(Descriptor blob, long count) {
                started.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Exception[] outcome = new Exception[1];
        Thread copying = Thread.ofVirtual().start(() -> {
            try {
                new Copier(ONE_ATTEMPT, stuck).copy(source, target, CopyRequest.of(index).withTags(List.of(TAG)));
            } catch (IOException | InterruptedException e) {
                outcome[0] = e;
            }
        });
        started.await();
        copying.interrupt();
        copying.join();

        assertThat(outcome[0]).isInstanceOf(InterruptedException.class);
        assertThat(target.tags()).isEmpty();
        assertThat(target.resolve(index.digest())).isEmpty();
    }

    private void copy(CopySettings settings, ImageStore from, ImageStore to)
            throws IOException, InterruptedException {
        new Copier(settings, CopyListener.NONE).copy(from, to,
                CopyRequest.of(index).withTags(List.of(TAG)).withAttachments());
    }
}
