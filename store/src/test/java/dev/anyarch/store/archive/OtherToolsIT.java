package dev.anyarch.store.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.Compression;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.store.layout.OciLayout;
import dev.anyarch.testkit.NeedsProgram;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our layouts and archives against skopeo, umoci and Podman. */
@NeedsProgram(value = "skopeo", debianPackage = "skopeo")
@NeedsProgram(value = "umoci", debianPackage = "umoci")
@NeedsProgram(value = "podman", debianPackage = "podman")
final class OtherToolsIT {
    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final String NAME = "localhost/app:v1";

    @TempDir
    private Path directory;

    private OciLayout layout;
    private TestImage image;
    private TestImage index;

    @BeforeEach
    void fill() throws IOException {
        layout = OciLayout.create(directory.resolve("ours"));
        RandomImages images = new RandomImages(11);
        image = images.image(AMD64);
        index = images.index(AMD64, Platform.parse("linux/arm64/v8"));
        ArchiveImages.put(layout, image, new Tag("image"));
        ArchiveImages.put(layout, index, new Tag("index"));
    }

    @Test
    void skopeoCopiesFromAndToOurLayout() throws IOException, InterruptedException {
        skopeo("copy", "--all", "oci:" + directory.resolve("ours") + ":index",
                "oci:" + directory.resolve("theirs") + ":copy");
        OciLayout theirs = OciLayout.open(directory.resolve("theirs"));
        assertThat(theirs.find("copy")).contains(index.root().descriptor());
        requireComplete(theirs, theirs.resolve(index.children().get(1).digest()).orElseThrow());
        skopeo("copy", "oci:" + directory.resolve("ours") + ":image", "oci:" + directory.resolve("ours") + ":again");
        assertThat(layout.resolve(new Tag("again"))).contains(image.root().descriptor());
        assertThat(layout.resolve(new Tag("index"))).contains(index.root().descriptor());
    }

    @Test
    void umociReadsAndExtendsOurLayout() throws IOException, InterruptedException {
        String ours = directory.resolve("ours").toString();
        assertThat(run("umoci", "list", "--layout", ours)).contains("image").contains("index");
        run("umoci", "unpack", "--rootless", "--image", ours + ":image", directory.resolve("bundle").toString());
        assertThat(directory.resolve("bundle/rootfs")).isNotEmptyDirectory();
        Path added = Files.writeString(directory.resolve("added"), "added");
        run("umoci", "insert", "--rootless", "--image", ours + ":image", "--tag", "more", added.toString(), "/added");
        Descriptor more = layout.resolve(new Tag("more")).orElseThrow();
        assertThat(layout.fetchManifest(more.digest()).parse().blobs()).hasSize(4);
        requireComplete(layout, more);
    }

    @Test
    void skopeoReadsOurArchivesAndWeReadTheirs() throws IOException, InterruptedException {
        Path oci = directory.resolve("oci.tar");
        try (OutputStream out = Files.newOutputStream(oci)) {
            OciArchive.write(out, layout, List.of(new NamedDescriptor("v1", index.root().descriptor())));
        }
        Path docker = writeDockerArchive();
        Path theirOci = directory.resolve("their-oci.tar");
        Path theirDocker = directory.resolve("their-docker.tar");
        skopeo("copy", "--all", "oci-archive:" + oci + ":v1", "oci-archive:" + theirOci + ":" + NAME);
        skopeo("copy", "docker-archive:" + docker, "docker-archive:" + theirDocker + ":" + NAME);
        try (OciArchive archive = OciArchive.open(theirOci)) {
            assertThat(archive.find(NAME)).contains(index.root().descriptor());
            assertThat(archive.tags()).containsExactly(new Tag("v1"));
            requireComplete(archive, archive.resolve(index.children().getFirst().digest()).orElseThrow());
        }
        try (DockerArchive archive = DockerArchive.open(theirDocker)) {
            requireComplete(archive, archive.find(NAME).orElseThrow());
            assertThat(archive.images().getFirst().platform()).isEqualTo(AMD64);
        }
    }

    @Test
    void podmanLoadsOurDockerArchiveAndWeReadWhatItSaves() throws IOException, InterruptedException {
        Path docker = writeDockerArchive();
        String[] store = {"podman", "--root", directory.resolve("root").toString(), "--runroot",
            directory.resolve("run").toString(), "--storage-driver", "vfs"};
        assertThat(run(store, "load", "-i", docker.toString())).contains(NAME);
        Path saved = directory.resolve("saved.tar");
        Path savedOci = directory.resolve("saved-oci.tar");
        run(store, "save", "-o", saved.toString(), NAME);
        run(store, "save", "--format", "oci-archive", "-o", savedOci.toString(), NAME);
        run(store, "rmi", NAME);
        try (DockerArchive archive = DockerArchive.open(saved); OciArchive oci = OciArchive.open(savedOci)) {
            requireComplete(archive, archive.find(NAME).orElseThrow());
            requireComplete(oci, oci.find(NAME).orElseThrow());
        }
    }

    private Path writeDockerArchive() throws IOException {
        Path file = directory.resolve("docker.tar");
        try (OutputStream out = Files.newOutputStream(file)) {
            DockerArchive.write(out, layout, List.of(new NamedDescriptor(NAME, image.root().descriptor())));
        }
        return file;
    }

    /** Every layer is there, verified, and has the diff ID that the config says. */
    private static void requireComplete(ImageSource source, Descriptor root) throws IOException {
        ImageManifest manifest = (ImageManifest) source.fetchManifest(root.digest()).parse();
        ImageConfig config = ImageConfig.parse(read(source.openBlob(manifest.config())));
        assertThat(config.diffIds()).hasSameSizeAs(manifest.layers()).isNotEmpty();
        for (int i = 0; i < manifest.layers().size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            byte[] expanded = read(Compression.ofMediaType(layer.mediaType()).decompress(source.openBlob(layer)));
            assertThat(Digest.sha256(expanded)).isEqualTo(config.diffIds().get(i));
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    private static void skopeo(String... arguments) throws IOException, InterruptedException {
        run(new String[]{"skopeo", "--insecure-policy"}, arguments);
    }

    private static String run(String[] start, String... rest) throws IOException, InterruptedException {
        String[] command = Stream.concat(Arrays.stream(start), Arrays.stream(rest))
                .toArray(String[]::new);
        return run(command);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(() -> String.join(" ", command) + "\n" + output).isZero();
        return output;
    }
}
