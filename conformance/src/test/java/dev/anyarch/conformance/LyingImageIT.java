package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An image whose config claims the diff ID of another image's layer for its own: on disk, layers are found by it. Every digest
 * is right, so only the expanded layer tells.
 */
final class LyingImageIT {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    @TempDir
    private Path directory;
    private Anyarch anyarch = new Anyarch(Path.of(""));

    @ParameterizedTest
    @ValueSource(strings = {"root", "userns-single", "chroot", "proot"})
    void itsFilesAreNotTakenForTheOthers(String rung) throws IOException, InterruptedException {
        Program.require("crun", "crun");
        Program.require("proot", "proot");
        Program.requireRoot("run needs root here");
        anyarch = new Anyarch(directory.resolve("home")).with("ANYARCH_EXECUTOR", rung);
        Path honest = build("honest", "755");
        Path lying = build("lying", "700");
        String claimed = diffId(honest);
        String real = diffId(lying);
        lie(lying, real, claimed);
        String told = "expected the diff ID of the image's config, %s, found %s".formatted(claimed, real);

        Program.Outcome run = anyarch.run("run", "oci:%s:1".formatted(lying), "/bin/busybox", "true");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(125);
        assertThat(run.err()).contains(told);
        Files.writeString(Files.createDirectory(directory.resolve("above")).resolve("Dockerfile"), """
            FROM base
            RUN ["/bin/busybox", "true"]
            """);
        Program.Outcome built = anyarch.run("build", "--platform", "linux/amd64", "--build-context",
                "base=oci-layout://%s:1".formatted(lying), "-t", "above:1", directory.resolve("above").toString());
        assertThat(built.exitCode()).as(built.err()).isEqualTo(8);
        assertThat(built.err()).contains("Dockerfile:1:", told);
        try (Stream<Path> kept = Files.walk(directory.resolve("home/store/runtime"))) {
            assertThat(kept.map(path -> path.getFileName() + ""))
                    .noneMatch(name -> name.contains(claimed.substring("sha256:".length())));
        }
        assertThat(anyarch.output("run", "oci:%s:1".formatted(honest), "/bin/busybox", "stat", "-c", "%a",
                "/bin/busybox")).isEqualTo("755\n");
    }

    /** The layout of an image of one layer. */
    private Path build(String name, String mode) throws IOException, InterruptedException {
        Path layout = directory.resolve(name);
        Path dockerfile = Files.writeString(directory.resolve(name + ".Dockerfile"),
                "FROM scratch\nCOPY --chmod=%s busybox-amd64 /bin/busybox\n".formatted(mode));
        anyarch.output("build", "--platform", "linux/amd64", "-f", dockerfile.toString(), "-o",
                "oci:%s:1".formatted(layout), Busybox.context().toString());
        return layout;
    }

    private static List<String> digests(Path file) throws IOException {
        return DIGEST.matcher(Files.readString(file)).results().map(MatchResult::group).toList();
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static String diffId(Path layout) throws IOException {
        String manifest = digests(layout.resolve("index.json")).getFirst();
        String config = digests(blob(layout, manifest)).getFirst();
        return digests(blob(layout, config)).getFirst();
    }

    /** Digests are as long as others, so no size changes. */
    private static void lie(Path layout, String real, String claimed) throws IOException {
        Path index = layout.resolve("index.json");
        String manifest = digests(index).getFirst();
        String config = digests(blob(layout, manifest)).getFirst();
        String newConfig = replace(layout, config, real, claimed);
        String newManifest = replace(layout, manifest, config, newConfig);
        Files.writeString(index, Files.readString(index).replace(manifest, newManifest));
    }

    private static String replace(Path layout, String blob, String what, String with) throws IOException {
        byte[] changed = Files.readString(blob(layout, blob)).replace(what, with).getBytes(StandardCharsets.UTF_8);
        String digest = Digest.sha256(changed).toString();
        Files.write(blob(layout, digest), changed);
        return digest;
    }
}
