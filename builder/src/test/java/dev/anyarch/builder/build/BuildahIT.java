package dev.anyarch.builder.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.content.Compression;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.testkit.NeedsProgram;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same Dockerfile built by buildah: same paths, types, modes, owners, content. */
@NeedsProgram(value = "buildah", debianPackage = "buildah")
class BuildahIT {
    private static final String DOCKERFILE = """
        FROM scratch AS one
        COPY --chown=7:8 tree /one/tree
        FROM scratch
        COPY tree /tree
        COPY --chown=1000:1001 tree/file /owned/file
        COPY --chmod=0711 tree/file /mode
        COPY tree/file tree/exe /several/
        COPY tree/*.txt /wild/
        COPY --from=one /one/tree/file /from-one
        ADD archive.tar.gz /unpacked
        COPY tree/link /followed
        WORKDIR /work/dir
        COPY tree/file .
        """;

    private static final Instant OLD = Instant.parse("2019-05-06T07:08:09Z");

    @TempDir
    Path directory = Path.of("");

    @Test
    void layersAreTheSame() throws IOException, InterruptedException {
        Path context = Files.createDirectory(directory.resolve("context"));
        BuildFixture fixture = new BuildFixture(context).file("tree/file", "f")
                .file("tree/exe", "e")
                .file("tree/a.txt", "a")
                .file("tree/sub/deep", "d")
                .file("Dockerfile", DOCKERFILE);
        mode(context.resolve("tree/exe"), "rwxr-xr-x");
        mode(context.resolve("tree/sub"), "rwxr-x--x");
        Files.createSymbolicLink(context.resolve("tree/link"), Path.of("file"));
        Files.createLink(context.resolve("tree/twin"), context.resolve("tree/file"));
        age(context.resolve("tree"));
        run(context, "tar", "--owner=3", "--group=4", "-czf", "archive.tar.gz", "tree/sub", "tree/exe");

        ImageBuild request = fixture.request(DOCKERFILE).withTimestamps(new Timestamps.Source());
        BuildFixture.Built ours = fixture.built(fixture.build(request), request.platforms().getFirst());
        List<String> files = listing(ours.manifest(), layer -> open(fixture, layer));
        assertThat(files).hasSizeGreaterThan(20).filteredOn(line -> line.contains("2019-05-06")).hasSizeGreaterThan(10);
        // a directory that is made for the content of another has its time with BuildKit, and none with buildah
        String made = "/tree DIRECTORY 755 0:0 ";
        assertThat(files).filteredOn(line -> line.startsWith(made)).singleElement().asString().contains("2019-05-06");
        assertThat(files.stream().map(line -> line.startsWith(made) ? made + "new " : line))
                .containsExactlyElementsOf(buildah(context));
    }

    private static InputStream open(BuildFixture fixture, Descriptor layer) {
        try {
            return fixture.target.openBlob(layer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> buildah(Path context) throws IOException, InterruptedException {
        Path root = directory.resolve("storage");
        List<String> buildah = List.of("buildah", "--root", root.toString(), "--runroot",
                directory.resolve("run").toString(), "--storage-driver", "vfs");
        Path output = directory.resolve("output");
        run(context, buildah, "bud", "--isolation", "chroot", "--layers=false", "-t", "image", ".");
        run(context, buildah, "push", "image", "dir:" + output);
        byte[] bytes = Files.readAllBytes(output.resolve("manifest.json"));
        if (!(RawManifest.of(MediaType.OCI_MANIFEST, bytes).parse() instanceof ImageManifest manifest)) {
            throw new InvalidContentException("expected an image manifest of buildah");
        }
        return listing(manifest, layer -> {
            try {
                return Files.newInputStream(output.resolve(layer.digest().encoded()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Every path of the merged layers with what it is. */
    private static List<String> listing(ImageManifest manifest, Function<Descriptor, InputStream> blobs)
            throws IOException {
        FileTree tree = new FileTree();
        for (Descriptor layer : manifest.layers()) {
            Path file = Files.createTempFile("layer-", ".tar");
            try (InputStream in = new BufferedInputStream(blobs.apply(layer))) {
                SpooledArchive archive = SpooledArchive.spool(Compression.detect(in).decompress(in), file);
                tree.apply(archive.entries("layer").stream().map(BuildahIT::loaded).toList());
            } finally {
                Files.delete(file);
            }
        }
        List<String> lines = new ArrayList<>();
        list(tree.root(), "", lines);
        return lines;
    }

    private static LayerEntry loaded(LayerEntry entry) {
        try (InputStream in = entry.content().open()) {
            return new LayerEntry(entry.header(),
                    new FileContent.Inline(XattrValue.of(in.readAllBytes())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void list(Directory directory, String path, List<String> lines) throws IOException {
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            TarEntry metadata = child.getValue().metadata();
            String name = path + "/" + child.getKey();
            String mode = child.getValue().isSymbolicLink() ? "" : " %o".formatted(metadata.mode());
            // what a builder made itself has the time of that builder
            boolean aged = metadata.mtime().isAfter(OLD) && metadata.mtime().isBefore(OLD.plus(Duration.ofDays(1)));
            lines.add("%s %s%s %d:%d %s %s%s".formatted(name, metadata.type(), mode, metadata.uid(), metadata.gid(),
                    aged ? metadata.mtime().truncatedTo(ChronoUnit.SECONDS) : "new", metadata.linkName(),
                    child.getValue() instanceof Leaf leaf ? text(leaf) : ""));
            if (child.getValue() instanceof Directory below) {
                list(below, name, lines);
            }
        }
    }

    private static String text(Leaf leaf) throws IOException {
        try (InputStream in = leaf.content().open()) {
            return "=" + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Gives everything a time of its own, long ago. */
    private static void age(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tree)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (int i = 0; i < files.size(); i++) {
            Files.getFileAttributeView(files.get(i), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(OLD.plusSeconds(60 + i)), null, null);
        }
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static void run(Path workingDirectory, List<String> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        run(workingDirectory, command.toArray(String[]::new));
    }

    private static void run(Path workingDirectory, String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("command-", ".log");
        Process process = new ProcessBuilder(command).directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        String output = Files.readString(log);
        Files.delete(log);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0).as("%s%n%s", String.join(" ", command), output).isTrue();
    }
}
