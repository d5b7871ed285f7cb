package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.anyarch.builder.cache.LayerLists;
import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.Rung;
import dev.anyarch.runtime.SearchPath;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.MemoryStore;
import dev.anyarch.testkit.NeedsProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layers of an image are put on disk when it is opened for the first time. */
@NeedsProgram(value = "proot", debianPackage = "proot")
class RunnableImageTest {
    private static final TarEntry DIRECTORY = TarEntry.directory("usr/lib", 0755);

    @TempDir
    Path directory = Path.of("");

    private final MemoryStore store = new MemoryStore("store");
    private final List<WrittenLayer> layers = new ArrayList<>();
    private final Map<Digest, Integer> reads = new HashMap<>();
    private final ImageSource source = (ImageSource) Proxy.newProxyInstance(ImageSource.class.getClassLoader(),
            new Class<?>[]{ImageSource.class}, this::noted);

    /** The store, which notes how often a blob is opened. */
    private Object noted(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("openBlob") && arguments != null && arguments[0] instanceof Descriptor blob) {
            reads.merge(blob.digest(), 1, Integer::sum);
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private void layer(TarEntry... entries) throws IOException {
        try (BlobUpload upload = store.upload()) {
            LayerWriter writer = new LayerWriter(upload.stream(), Compression.GZIP);
            for (TarEntry entry : entries) {
                writer.add(entry, new ByteArrayInputStream(new byte[(int) entry.size()]));
            }
            WrittenLayer layer = writer.finish();
            upload.commit(layer.descriptor().digest());
            layers.add(layer);
        }
    }

    private Digest image(List<String> diffIds) throws IOException {
        byte[] config = new ImageConfig(new JsonBuilder().put("architecture", "amd64")
                .put("os", "linux")
                .put("rootfs", new JsonBuilder().put("type", "layers").putUnlessEmpty("diff_ids", diffIds).build())
                .build()).toBytes();
        Descriptor descriptor = Descriptor.of(MediaType.OCI_CONFIG, config);
        try (BlobUpload upload = store.upload(descriptor)) {
            upload.write(config, 0, config.length);
            upload.commit(descriptor.digest());
        }
        ImageManifest manifest = ImageManifest.create(MediaType.OCI_MANIFEST, descriptor,
                layers.stream().map(WrittenLayer::descriptor).toList(), Map.of());
        store.putManifest(manifest.raw(), List.of());
        return manifest.raw().digest();
    }

    private void open(Digest manifest) throws IOException, InterruptedException {
        try (ContainerRuntime runtime = ContainerRuntime.open(directory.resolve("runtime"), SearchPath.parse(""),
                Rung.PROOT)) {
            RunnableImage.open(source, "app", manifest, runtime, LayerLists.open(directory.resolve("cache")));
        }
    }

    private List<String> diffIds() {
        return layers.stream().map(layer -> layer.diffId().toString()).toList();
    }

    private int readsOf(int layer) {
        return reads.getOrDefault(layers.get(layer).descriptor().digest(), 0);
    }

    /** The files of all layers on disk, below the name of their layer. */
    private List<String> onDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("runtime"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().length() == 1)
                    .map(file -> file.toString().replaceFirst(".*/[0-9a-f]{24}/", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachLayerIsReadOnce() throws IOException, InterruptedException {
        layer(TarEntry.directory("usr", 0755), DIRECTORY, TarEntry.file("usr/lib/a", 0644, 4));
        layer(TarEntry.file("b", 0644, 4), TarEntry.hardLink("c", "b"));
        Digest image = image(diffIds());
        open(image);
        open(image);
        assertThat(readsOf(0)).isOne();
        assertThat(readsOf(1)).isOne();
        assertThat(onDisk()).containsExactly("b", "c", "usr/lib/a");
    }

    @Test
    void aLayerThatTakesSomethingFromBelowIsWhereItBelongs() throws IOException, InterruptedException {
        layer(TarEntry.directory("usr", 0755), DIRECTORY, TarEntry.symbolicLink("lib", "usr/lib"));
        layer(TarEntry.file("lib/a", 0644, 4), TarEntry.hardLink("lib/b", "lib/a"));
        layer(TarEntry.file("usr/lib/c", 0644, 4));
        open(image(diffIds()));
        assertThat(onDisk()).containsExactly("usr/lib/a", "usr/lib/b", "usr/lib/c");
    }

    @Test
    void aLayerThatIsNotWhatTheConfigSaysIsRefusedAndNotKept() throws IOException {
        layer(TarEntry.file("a", 0644, 4));
        Digest other = Digest.sha256(new byte[0]);
        Digest image = image(List.of(other.toString()));
        assertThatIOException().isThrownBy(() -> open(image)).withMessageContaining("diff ID");
        assertThat(onDisk()).isEmpty();
    }
}
