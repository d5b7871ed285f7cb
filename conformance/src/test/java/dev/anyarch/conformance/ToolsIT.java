package dev.anyarch.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** skopeo, podman, buildah and umoci against our registry, our layouts and our archives, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ToolsIT {
    private static final List<String> PLATFORMS = List.copyOf(Busybox.ARCHITECTURES.keySet());

    private RegistryUnderTest registry;
    private Anyarch anyarch;
    private String name;
    private Path work;

    @BeforeAll
    void publishOneName(@TempDir Path directory) throws IOException, InterruptedException {
        work = directory;
        registry = RegistryUnderTest.start(directory.resolve("registry"));
        anyarch = new Anyarch(directory.resolve("home"));
        name = OneName.publish(anyarch, registry.address(), Busybox.context());
    }

    @AfterAll
    void stop() throws IOException {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void skopeoInspectsOurRawManifest() throws IOException, InterruptedException {
        Program skopeo = Program.require("skopeo", "skopeo");
        assertThat(skopeo.output("inspect", "--raw", "--tls-verify=false", "docker://" + name))
                .isEqualTo(anyarch.output("inspect", "--raw", name));
        assertThat(skopeo.output("inspect", "--tls-verify=false", "--override-arch", "s390x", "docker://" + name))
                .contains("\"Architecture\": \"s390x\"");
    }

    @Test
    void skopeoCopiesEverythingOutAndIn() throws IOException, InterruptedException {
        Program skopeo = Program.require("skopeo", "skopeo");
        Path layout = work.resolve("skopeo-layout");
        skopeo.output("copy", "-q", "--all", "--src-tls-verify=false", "docker://" + name,
                "oci:%s:1".formatted(layout));
        String back = registry.address() + "/skopeo-back:1";
        skopeo.output("copy", "-q", "--all", "--dest-tls-verify=false", "oci:%s:1".formatted(layout),
                "docker://" + back);
        assertThat(digest(back)).isEqualTo(digest(name));
        assertThat(digest("oci:%s:1".formatted(layout))).isEqualTo(digest(name));
    }

    @Test
    void skopeoReadsOurLayoutAndArchive() throws IOException, InterruptedException {
        Program skopeo = Program.require("skopeo", "skopeo");
        Path layout = work.resolve("our-layout");
        Path archive = work.resolve("our-archive.tar");
        anyarch.output("copy", name, "oci:%s:1".formatted(layout));
        anyarch.output("copy", name, "oci-archive:%s:1".formatted(archive));
        String raw = anyarch.output("inspect", "--raw", name);
        assertThat(skopeo.output("inspect", "--raw", "oci:%s:1".formatted(layout))).isEqualTo(raw);
        assertThat(skopeo.output("inspect", "--raw", "oci-archive:%s:1".formatted(archive))).isEqualTo(raw);
    }

    @Test
    void skopeosArchiveIsReadByUs() throws IOException, InterruptedException {
        Program skopeo = Program.require("skopeo", "skopeo");
        Path archive = work.resolve("skopeo-archive.tar");
        skopeo.output("copy", "-q", "--all", "--src-tls-verify=false", "docker://" + name,
                "oci-archive:%s:1".formatted(archive));
        assertThat(digest("oci-archive:%s:1".formatted(archive))).isEqualTo(digest(name));
    }

    @Test
    void podmanPullsRunsAndPushes() throws IOException, InterruptedException {
        Podman podman = Podman.at(work.resolve("p1"));
        podman.output("pull", "-q", "--tls-verify=false", "--platform", "linux/s390x", name);
        assertThat(podman.output("image", "inspect", "-f", "{{.Architecture}}", name)).isEqualTo("s390x\n");
        String pushed = registry.address() + "/from-podman:1";
        podman.output("push", "-q", "--tls-verify=false", name, pushed);
        assertThat(anyarch.output("platforms", pushed)).contains("linux/s390x");
    }

    @Test
    void podmanPushesAManifestList() throws IOException, InterruptedException {
        Podman podman = Podman.at(work.resolve("p2"));
        podman.output("manifest", "create", "--tls-verify=false", "made-by-podman");
        podman.output("manifest", "add", "--tls-verify=false", "--all", "made-by-podman", "docker://" + name);
        String pushed = registry.address() + "/podman-manifest:1";
        podman.output("manifest", "push", "--tls-verify=false", "--all", "made-by-podman", "docker://" + pushed);
        assertThat(anyarch.output("platforms", pushed)).contains(PLATFORMS);
    }

    @Test
    void podmanLoadsOurArchives() throws IOException, InterruptedException {
        Podman podman = Podman.at(work.resolve("p3"));
        Path dockerArchive = work.resolve("podman-docker.tar");
        Path ociArchive = work.resolve("podman-oci.tar");
        anyarch.output("copy", "--platform", "linux/arm64", name,
                "docker-archive:%s:localhost/by-docker-archive:1".formatted(dockerArchive));
        anyarch.output("copy", "--platform", "linux/arm64", "--mode", "children", name,
                "oci-archive:%s:1".formatted(ociArchive));
        podman.output("load", "-q", "-i", dockerArchive.toString());
        assertThat(podman.output("image", "inspect", "-f", "{{.Architecture}}", "localhost/by-docker-archive:1"))
                .isEqualTo("arm64\n");
        podman.output("load", "-q", "-i", ociArchive.toString());
    }

    @Test
    void buildahPushesAManifestList() throws IOException, InterruptedException {
        Program buildah = Program.require("buildah", "buildah");
        List<String> storage = List.of("--root", work.resolve("buildah/root").toString(), "--runroot",
                work.resolve("buildah/run").toString(), "--storage-driver", "vfs");
        run(buildah, storage, "manifest", "create", "made-by-buildah");
        run(buildah, storage, "manifest", "add", "--tls-verify=false", "--all", "made-by-buildah", "docker://" + name);
        String pushed = registry.address() + "/buildah-manifest:1";
        run(buildah, storage, "manifest", "push", "--tls-verify=false", "--all", "made-by-buildah",
                "docker://" + pushed);
        assertThat(anyarch.output("platforms", pushed)).contains(PLATFORMS);
    }

    @Test
    void umociUnpacksOurLayout() throws IOException, InterruptedException {
        Program umoci = Program.require("umoci", "umoci");
        Path layout = work.resolve("umoci-layout");
        anyarch.output("copy", "--platform", "linux/amd64", "--mode", "children", name, "oci:%s:1".formatted(layout));
        Path bundle = work.resolve("bundle");
        umoci.output("unpack", "--image", layout + ":1", bundle.toString());
        assertThat(bundle.resolve("rootfs/bin/busybox"))
                .hasSameBinaryContentAs(Busybox.context().resolve("busybox-amd64"));
        assertThat(Files.isExecutable(bundle.resolve("rootfs/bin/busybox"))).isTrue();
    }

    private String digest(String reference) throws IOException, InterruptedException {
        String json = anyarch.output("inspect", "-o", "json", reference);
        int start = json.indexOf("sha256:");
        return json.substring(start, start + "sha256:".length() + 64);
    }

    private static void run(Program program, List<String> prefix, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(arguments));
        program.output(all.toArray(String[]::new));
    }
}
