package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.content.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int MANY = 1000;

    private final Map<String, String> threads = new ConcurrentHashMap<>();

    private static LayerEntry file(String path, long size) {
        return new LayerEntry(TarEntry.file(path, 0644, size), new FileContent.Host(Path.of(path)));
    }

    private static List<LayerEntry> files(int count) {
        List<LayerEntry> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(file("file" + i, ("file" + i).length()));
        }
        return files;
    }

    /** The content of a file is its name. */
    private InputStream open(LayerEntry entry) {
        threads.put(entry.header().path(), Thread.currentThread().getName());
        return new ByteArrayInputStream(entry.header().path().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void contentsComeInOrderWhoeverReadsThem() throws IOException, InterruptedException {
        List<LayerEntry> entries = files(MANY);
        entries.add(MANY / 2, new LayerEntry(TarEntry.directory("directory", 0755), FileContent.EMPTY));
        entries.add(MANY / 3, file("large", ReadAhead.SMALL + 1L));
        entries.add(MANY / 4, file("empty", 0));
        try (ReadAhead contents = new ReadAhead(entries, this::open)) {
            for (LayerEntry entry : entries) {
                if (entry.header().path().startsWith("directory")) {
                    continue;
                }
                assertThat(text(contents.open(entry))).isEqualTo(entry.header().path());
            }
        }
        assertThat(threads).containsEntry("file7", "read-ahead")
                .containsEntry("large", Thread.currentThread().getName())
                .containsEntry("empty", Thread.currentThread().getName());
    }

    @Test
    void aFewFilesNeedNoThread() throws IOException, InterruptedException {
        List<LayerEntry> entries = files(3);
        try (ReadAhead contents = new ReadAhead(entries, this::open)) {
            assertThat(text(contents.open(entries.getFirst()))).isEqualTo("file0");
        }
        assertThat(threads).containsEntry("file0", Thread.currentThread().getName());
    }

    @Test
    void aFileThatHasGrownIsNotCutToWhatItWas() throws IOException, InterruptedException {
        List<LayerEntry> entries = files(MANY);
        entries.set(0, file("grown", 3));
        try (ReadAhead contents = new ReadAhead(entries, this::open)) {
            assertThat(text(contents.open(entries.getFirst()))).isEqualTo("grow");
        }
    }

    @Test
    void aFailureIsToldWhenItIsTheFilesTurn() throws IOException, InterruptedException {
        List<LayerEntry> entries = files(MANY);
        try (ReadAhead contents = new ReadAhead(entries, entry -> {
            if (entry.header().path().equals("file5")) {
                throw new IOException("no file5");
            }
            return open(entry);
        })) {
            for (LayerEntry entry : entries.subList(0, 5)) {
                assertThat(text(contents.open(entry))).isEqualTo(entry.header().path());
            }
            assertThatThrownBy(() -> contents.open(entries.get(5))).isInstanceOf(IOException.class)
                    .hasMessage("no file5");
            assertThat(text(contents.open(entries.get(6)))).isEqualTo("file6");
        }
    }

    @Test
    void closingEndsTheReadersWhateverTheyDo() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(2);
        Queue<Thread> readers = new ConcurrentLinkedQueue<>();
        ReadAhead contents = new ReadAhead(files(MANY), entry -> {
            readers.add(Thread.currentThread());
            reading.countDown();
            new CountDownLatch(1).await();
            return open(entry);
        });
        reading.await();
        contents.close();
        assertThat(readers).hasSize(2).noneMatch(Thread::isAlive);
    }

    @Test
    void closingEndsAReaderThatIsAhead() throws IOException, InterruptedException {
        List<LayerEntry> entries = files(MANY);
        try (ReadAhead contents = new ReadAhead(entries, this::open)) {
            contents.open(entries.getFirst());
        }
        assertThat(threads).hasSizeLessThan(MANY);
    }
}
