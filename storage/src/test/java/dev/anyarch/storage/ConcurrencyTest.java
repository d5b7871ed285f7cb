package dev.anyarch.storage;

import static dev.anyarch.storage.Samples.APP;
import static dev.anyarch.storage.Samples.OTHER;
import static dev.anyarch.storage.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.Precondition;
import dev.anyarch.store.PreconditionFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    private static final Tag TAG = new Tag("tag");

    @TempDir
    private Path root;

    @Test
    void exactlyOneOfManyCreatesATag() throws IOException, InterruptedException, ExecutionException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            List<Callable<Boolean>> pushes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                RawManifest image = Samples.pushImage(app, "image " + i);
                pushes.add(() -> create(app, image));
            }

            assertThat(run(pushes)).containsOnlyOnce(true);
        }
    }

    @Test
    void lastPushOfATagWinsAndEveryImageStays() throws IOException, InterruptedException, ExecutionException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            List<Callable<RawManifest>> pushes = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String name = "image " + i;
                pushes.add(() -> Samples.pushImage(app, name, TAG));
            }

            List<RawManifest> pushed = run(pushes);

            Descriptor winner = app.resolve(TAG).orElseThrow();
            assertThat(pushed).extracting(RawManifest::descriptor).contains(winner);
            for (RawManifest image : pushed) {
                assertThat(app.fetchManifest(image.digest())).isEqualTo(image);
            }
        }
    }

    @Test
    void blobIsWholeOrAbsentWhilePushedAndDeletedAtOnce()
            throws IOException, InterruptedException, ExecutionException {
        try (Storage storage = Storage.open(root)) {
            byte[] content = bytes("contended");
            Digest digest = Digest.sha256(content);
            Callable<Boolean> there = () -> pushAndDelete(storage.repository(APP), content);
            Callable<Boolean> elsewhere = () -> pushAndDelete(storage.repository(OTHER), content);

            assertThat(run(List.of(there, elsewhere, there, elsewhere))).containsOnly(true);

            Samples.push(storage.repository(APP), content);
            assertThat(Samples.read(storage.repository(APP),
                    new Descriptor(MediaType.OCTET_STREAM, digest, content.length))).isEqualTo(content);
        }
    }

    @Test
    void interruptedWriterDoesNotStopTheOthers() throws IOException {
        try (Storage storage = Storage.open(root)) {
            StoredRepository app = storage.repository(APP);
            RawManifest image = Samples.pushImage(app, "image", TAG);

            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> app.deleteTag(TAG)).isInstanceOf(IOException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(app.resolve(TAG)).contains(image.descriptor());
            assertThat(app.deleteTag(TAG)).isTrue();
        }
    }

    private static boolean create(StoredRepository app, RawManifest image) throws IOException {
        try {
            app.putManifest(image, List.of(TAG), Precondition.TAG_ABSENT);
            return true;
        } catch (PreconditionFailedException e) {
            return false;
        }
    }

    private static boolean pushAndDelete(StoredRepository repository, byte[] content) throws IOException {
        for (int i = 0; i < 20; i++) {
            Digest digest = Samples.push(repository, content);
            repository.deleteBlob(digest);
        }
        return true;
    }

    private static <T> List<T> run(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
