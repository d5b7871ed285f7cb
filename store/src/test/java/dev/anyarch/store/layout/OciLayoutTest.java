package dev.anyarch.store.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.ImageStoreContract;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OciLayoutTest extends ImageStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected ImageStore emptyStore() throws IOException {
        return OciLayout.create(directory.resolve("contract"));
    }

    @Test
    void childrenOfAnIndexHaveNoEntryOfTheirOwn() throws IOException {
        OciLayout layout = OciLayout.create(directory.resolve("l"));
        TestImage image = new RandomImages(1).index(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
        put(layout, image, new Tag("v1"));
        assertThat(layout.roots()).extracting(NamedDescriptor::name).containsExactly(Optional.of("v1"));
        assertThat(layout.resolve(image.children().getFirst().digest()))
                .contains(image.children().getFirst().descriptor());
        layout.deleteManifest(image.root().digest());
        assertThat(layout.roots()).extracting(NamedDescriptor::name).containsOnly(Optional.empty()).hasSize(2);
    }

    @Test
    void namesOfEveryToolAreFound() throws IOException {
        Path root = directory.resolve("l");
        OciLayout layout = OciLayout.create(root);
        RawManifest a = empty("a");
        RawManifest b = empty("b");
        layout.putManifest(a, List.of());
        layout.putManifest(b, List.of());
        Files.writeString(root.resolve("index.json"), """
            {"schemaVersion":2,"x":1,"manifests":[
             {"mediaType":"%s","digest":"%s","size":%d,"annotations":{"io.containerd.image.name":
              "docker.io/library/a:1.0","org.opencontainers.image.ref.name":"1.0"}},
             {"mediaType":"%s","digest":"%s","size":%d,"annotations":{
              "org.opencontainers.image.ref.name":"localhost:5000/b:2.0"}},
             {"mediaType":"%s","digest":"blake3:00","size":1,"annotations":{
              "org.opencontainers.image.ref.name":"future"}}
            ]}""".formatted(a.mediaType(), a.digest(), a.size(), b.mediaType(), b.digest(), b.size(),
                a.mediaType()));
        assertThat(layout.find("docker.io/library/a:1.0")).contains(a.descriptor());
        assertThat(layout.find("localhost:5000/b:2.0")).contains(b.descriptor());
        assertThat(layout.find("2.0")).contains(b.descriptor());
        assertThat(layout.find("3.0")).isEmpty();
        assertThat(layout.tags()).extracting(Tag::value).containsExactly("1.0", "2.0");
        layout.setName("any/name at all", a.digest());
        assertThat(layout.find("any/name at all")).contains(a.descriptor());
        assertThat(Files.readString(root.resolve("index.json"))).contains("\"x\":1").contains("blake3:00");
        assertThat(layout.deleteTag(new Tag("2.0"))).isTrue();
        assertThat(layout.tags()).extracting(Tag::value).containsExactly("1.0");
        assertThat(layout.fetchManifest(b.digest())).isEqualTo(b);
    }

    @Test
    void whatIsSaidOfARootIsSaidUnderAllItsNames() throws IOException {
        Path root = directory.resolve("l");
        OciLayout layout = OciLayout.create(root);
        RawManifest a = empty("a");
        layout.putManifest(a, List.of(new Tag("1"), new Tag("2")));
        layout.putManifest(empty("b"), List.of());
        Platform arm = Platform.parse("linux/arm/v7");
        layout.describe(a.descriptor().withPlatform(arm).withAnnotations(Map.of("x", "y")));
        layout.describe(a.descriptor());
        layout.putManifest(a, List.of(new Tag("2")));
        assertThat(layout.roots()).extracting(NamedDescriptor::descriptor)
                .filteredOn(entry -> entry.digest().equals(a.digest()))
                .hasSize(2)
                .allMatch(entry -> entry.platform().equals(Optional.of(arm)))
                .allMatch(entry -> "y".equals(entry.annotations().get("x")));
        assertThat(Files.readString(root.resolve("index.json"))).containsOnlyOnce("\"ref.name\":\"2\"".replace("ref",
                "org.opencontainers.image.ref"));
        assertThat(layout.resolve(new Tag("1"))).contains(a.descriptor());
    }

    @Test
    void aTagThatTwoFullNamesEndWithIsNoTag() throws IOException {
        OciLayout layout = OciLayout.create(directory.resolve("l"));
        RawManifest a = empty("a");
        RawManifest b = empty("b");
        layout.putManifest(a, List.of());
        layout.putManifest(b, List.of());
        layout.setName("x/a:1", a.digest());
        layout.setName("x/b:1", b.digest());
        assertThat(layout.resolve(new Tag("1"))).isEmpty();
        assertThat(layout.find("x/b:1")).contains(b.descriptor());
    }

    @Test
    void uploadsLeaveNoFilesBehind() throws IOException {
        Path root = directory.resolve("l");
        OciLayout layout = OciLayout.create(root);
        try (BlobUpload upload = layout.upload()) {
            upload.write(new byte[10], 0, 10);
        }
        put(layout, new RandomImages(2).image(Platform.parse("linux/amd64")), new Tag("v1"));
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("blobs", "index.json", "oci-layout");
        }
    }

    @Test
    void severalInstancesMayWriteAtOnce() throws ExecutionException, IOException, InterruptedException {
        Path root = directory.resolve("l");
        OciLayout.create(root);
        List<Callable<Boolean>> writers = IntStream.range(0, 12).<Callable<Boolean>>mapToObj(i -> () -> {
            OciLayout.create(root).putManifest(empty("m" + i), List.of(new Tag("t" + i)));
            return true;
        }).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : threads.invokeAll(writers)) {
                assertThat(future.get()).isTrue();
            }
        }
        assertThat(OciLayout.open(root).tags()).hasSize(12);
    }

    @Test
    void whatIsNotALayoutIsNotOpened() throws IOException {
        Path root = Files.createDirectory(directory.resolve("d"));
        assertThatThrownBy(() -> OciLayout.open(root)).isInstanceOf(NotFoundException.class);
        Files.writeString(root.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> OciLayout.create(root)).isInstanceOf(DeniedException.class)
                .hasMessageContaining("notes.txt");
        Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
        assertThatThrownBy(() -> OciLayout.open(root)).isInstanceOf(InvalidContentException.class);
    }

    @Test
    void aBlobThatWasChangedOnDiskIsNoticed() throws IOException {
        Path root = directory.resolve("l");
        OciLayout layout = OciLayout.create(root);
        RawManifest manifest = empty("a");
        layout.putManifest(manifest, List.of(new Tag("v1")));
        Files.write(root.resolve("blobs/sha256").resolve(manifest.digest().encoded()), "{}".getBytes(UTF_8));
        assertThatThrownBy(() -> layout.fetchManifest(manifest.digest())).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("digest mismatch");
    }

    private static RawManifest empty(String name) throws IOException {
        return ImageIndex.create(MediaType.OCI_INDEX, List.of(), Optional.empty(), Optional.empty(),
                Map.of("name", name), Json.Obj.EMPTY).raw();
    }

    private static void put(ImageStore store, TestImage image, Tag tag) throws IOException {
        for (var blob : image.blobs().entrySet()) {
            try (BlobUpload upload = store.upload()) {
                upload.write(blob.getValue(), 0, blob.getValue().length);
                upload.commit(blob.getKey());
            }
        }
        for (RawManifest child : image.children()) {
            store.putManifest(child, List.of());
        }
        store.putManifest(image.root(), List.of(tag));
    }
}
