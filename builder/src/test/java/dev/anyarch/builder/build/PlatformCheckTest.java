package dev.anyarch.builder.build;

import static dev.anyarch.builder.build.BuildFixture.AMD64;
import static dev.anyarch.builder.build.BuildFixture.ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformCheckTest {
    private static final int RELOCATABLE = 1;
    private static final int PROGRAM = 2;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;

    @TempDir
    Path directory;
    private BuildFixture fixture = new BuildFixture(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        fixture = new BuildFixture(directory);
        elf("tool-amd64", PROGRAM, X86_64);
        elf("tool-arm64", PROGRAM, AARCH64);
        fixture.file("text", "text");
    }

    /** A file that is a header and nothing else. */
    private void elf(String name, int type, int machine) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[]{0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        header.putShort((short) type).putShort((short) machine).putInt(1).position(52);
        header.putShort((short) 64).putShort((short) 56);
        Files.write(Files.createDirectories(directory.resolve(name).getParent()).resolve(Path.of(name).getFileName()),
                header.array());
    }

    private List<String> warnings(String dockerfile, Platform... platforms) throws IOException, InterruptedException {
        return fixture.build(fixture.request(dockerfile, platforms))
                .warnings()
                .stream()
                .map(DockerfileWarning::toString)
                .toList();
    }

    @Test
    void anExecutableForAnotherMachineIsToldWithItsInstruction() throws IOException, InterruptedException {
        assertThat(warnings("FROM scratch\nCOPY text /\nCOPY tool-amd64 /bin/tool\n", AMD64, ARM64)).containsExactly(
                "Dockerfile:3:1: 1 executable is not for the image's platform: expected linux/arm64, found /bin/tool: "
                        + "ELF 64-bit x86-64 (it is for amd64); take what is for TARGETPLATFORM");
        assertThat(warnings("FROM scratch\nARG TARGETARCH\nCOPY tool-$TARGETARCH /bin/tool\n", AMD64, ARM64)).isEmpty();
    }

    @Test
    void aLayerFullOfThemIsOneWarning() throws IOException, InterruptedException {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            elf("many/" + name, PROGRAM, X86_64);
        }
        assertThat(warnings("FROM scratch\nCOPY many /\n", ARM64)).singleElement()
                .asString()
                .contains("5 executables are not", "/a: ELF", "/b: ELF", "/c: ELF", " and 2 more;")
                .doesNotContain("/d: ELF");
    }

    @Test
    void whenPlatformsAreStrictNothingIsPublished() throws IOException {
        ImageBuild request = fixture
                .request("FROM scratch\nCOPY tool-amd64 /tool\nCOPY tool-arm64 /other\n", AMD64, ARM64)
                .withTags(List.of(new Tag("1")), false);
        ImageBuilder strict = new ImageBuilder(fixture.images(), BuildProgress.SILENT).withStrictPlatform();
        assertThatThrownBy(() -> strict.build(request, fixture.target)).isInstanceOf(InvalidContentException.class)
                .hasMessageContaining("Dockerfile:3:1: 1 executable is not")
                .hasMessageContaining("expected linux/amd64, found /other: ELF 64-bit")
                .hasMessageContaining("nothing is published, there are 2 such warnings");
        assertThat(fixture.target.tags()).isEmpty();
    }

    @Test
    void onlyTheStagesOfTheImageAreLookedAt() throws IOException, InterruptedException {
        String tools = "FROM scratch AS tools\nCOPY tool-amd64 /tool\nCOPY text /\n";
        assertThat(warnings(tools + "FROM scratch\nCOPY --from=tools /text /\n", ARM64)).isEmpty();
        assertThat(warnings(tools + "FROM scratch\nCOPY --from=tools /tool /\n", ARM64)).singleElement()
                .asString()
                .startsWith("Dockerfile:5:1: ");
        assertThat(warnings(tools + "FROM tools\nCOPY text /b\n", ARM64)).singleElement()
                .asString()
                .startsWith("Dockerfile:2:1: ");
    }

    @Test
    void theImageSaysItsPlatformNotTheRequest() throws IOException, InterruptedException {
        fixture.base("base", Json.Obj.EMPTY, BuildFixture.files("f", "f"), AMD64, ARM64);
        assertThat(warnings("FROM --platform=linux/amd64 base\nCOPY tool-amd64 /tool\n", ARM64))
                .noneMatch(warning -> warning.contains("executable"));
        assertThat(warnings("FROM --platform=linux/amd64 base\nCOPY tool-arm64 /tool\n", ARM64))
                .anyMatch(warning -> warning.contains("expected linux/amd64, found /tool"));
    }

    @Test
    void objectFilesAreOnlyLinked() throws IOException, InterruptedException {
        elf("object", RELOCATABLE, X86_64);
        assertThat(warnings("FROM scratch\nCOPY object /lib/a.o\n", ARM64)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app/setup.EXE", "app/native.dll", "boot/EFI/BOOT/bootx64.efi",
        "usr/x86_64-linux-gnu/lib/libc.so.6", "usr/lib/debug/.build-id/ab/cd.debug", "lib/modules/6.1/vdso/vdso64.so",
        "usr/lib/firmware/dsp.mbn", "usr/share/qemu/s390-ccw.img", "usr/lib/glibc-hwcaps/x86-64-v3/libz.so.1",
        "usr/local/go/src/debug/elf/testdata/gcc-amd64-linux-exec"})
    void somePlacesHaveOthersOnPurpose(String path) throws IOException, InterruptedException {
        assertThat(warnings("FROM scratch\nCOPY tool-amd64 /%s\n".formatted(path), ARM64)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/exe", "usr/bin/x86_64-linux-gnu-gcc", "usr/lib/x86_64-linux-gnu/libc.so.6",
        "opt/usr/lib/debug/a", "usr/local-tools/a", "lib/modules", "app/linux-x64/a.node"})
    void otherPlacesHaveNot(String path) throws IOException, InterruptedException {
        assertThat(warnings("FROM scratch\nCOPY tool-amd64 /%s\n".formatted(path), ARM64)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/prebuilds/linux-%s/a.node", "app/tool-%s", "natives/Linux/%s/libjni.so",
        "usr/lib/%s-linux-gnu/libc.so.6"})
    void programsThatBringAllMachinesChooseThemselves(String path) throws IOException, InterruptedException {
        assertThat(warnings("FROM scratch\nCOPY tool-amd64 /%s\nCOPY tool-arm64 /%s\n"
                .formatted(path.formatted("x86_64"), path.formatted("aarch64")), Platform.parse("linux/s390x")))
                .isEmpty();
    }

    @Test
    void neighboursOfOtherNamesAreNoFamily() throws IOException, InterruptedException {
        assertThat(warnings("FROM scratch\nCOPY tool-amd64 /bin/a\nCOPY tool-arm64 /bin/b\n", ARM64)).hasSize(1);
        assertThat(warnings("FROM scratch\nCOPY tool-amd64 /app-amd64\nCOPY tool-amd64 /app-arm64\n", ARM64))
                .hasSize(2);
    }
}
