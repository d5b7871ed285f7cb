package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.platform.Platform;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildCommandTest {
    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));

    @BeforeEach
    void makeContext() throws IOException {
        cli = new Cli(directory);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("file-amd64"), "amd64");
        Files.writeString(context.resolve("file-arm64"), "arm64");
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            ARG TARGETARCH
            COPY file-$TARGETARCH /file
            """);
    }

    private String blobs(String layout) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> blobs = Files.list(directory.resolve(layout).resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                text.append(Files.readString(blob, ISO_8859_1));
            }
        }
        return text.toString();
    }

    private Cli.Outcome succeed(String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    @Test
    void oneCommandBuildsForManyPlatformsIntoManyPlaces() throws IOException {
        String digest = succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", "-o", "oci:layout:1",
                "-o", "type=oci,dest=app.tar", "--iidfile", "id", "--metadata-file", "metadata.json",
                "--annotation", "index:a=b", "context").line();
        assertThat(succeed("platforms", "store:app:1").out()).isEqualTo("linux/amd64\nlinux/arm64\n");
        for (String place : new String[]{"store:app:1", "oci:layout:1", "oci-archive:app.tar"}) {
            assertThat(succeed("inspect", "-o", "json", place).out()).contains(digest);
        }
        assertThat(directory.resolve("id")).hasContent(digest);
        assertThat(Files.readString(directory.resolve("metadata.json")))
                .contains("\"containerimage.digest\": \"" + digest + "\"", "linux/arm64");
        assertThat(succeed("inspect", "--raw", "store:app:1").out()).contains("\"a\":\"b\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --metadata-file nowhere/file      | option --metadata-file: |nowhere; make it first
        --iidfile context                 | option --iidfile: |context: expected a file, found a directory
        -o type=tar,dest=nowhere/file.tar | output type=tar: |nowhere; make it first
        -o docker-archive:file.tar        | docker-archive: |expected an image for one platform, found 2
        """)
    void whatCannotBeWrittenIsToldBeforeAnythingIsBuilt(String option, String subject, String problem)
            throws IOException {
        String[] words = option.split(" ", -1);
        Cli.Outcome outcome = cli.run("build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", "-o",
                "type=local,dest=files", words[0], words[1], "context");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("anyarch: build: " + subject).contains(problem);
        assertThat(directory.resolve("files")).doesNotExist();
        assertThat(succeed("images").out()).doesNotContain("app");
    }

    @Test
    void optionsThatAskForWhatIsSoAnywayAreTaken() {
        succeed("build", "--rm", "--force-rm=true", "-t", "app:1", "context");
    }

    @Test
    void imagesOfTheStoreAreThereToBuildOn() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "base", "context");
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM base\nLABEL a=b\n");
        succeed("build", "--platform", "linux/arm64", "-t", "derived", "context");
        assertThat(succeed("platforms", "store:derived").out()).isEqualTo("linux/arm64\n");

        Cli.Outcome outcome = cli.run("build", "--platform", "linux/s390x", "-t", "derived", "context");
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("linux/s390x", "linux/amd64", "linux/arm64");
    }

    @Test
    void namedContextsStandForStagesAndImages() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "base:1", "-o", "oci:layout:base", "context");
        Files.createDirectories(directory.resolve("assets"));
        Files.writeString(directory.resolve("assets/logo"), "picture");
        Files.writeString(directory.resolve("context/Dockerfile"), """
            FROM golang:1.25
            COPY --from=assets logo /logo
            COPY --from=stored file /copy
            """);
        succeed("build", "--platform", "linux/arm64", "-o", "out", "--build-context", "assets=assets",
                "--build-context", "golang:1.25=oci-layout://layout:base", "--build-context",
                "stored=docker-image://base:1", "context");
        for (String file : new String[]{"file", "copy"}) {
            assertThat(directory.resolve("out").resolve(file)).hasContent("arm64");
        }
        assertThat(directory.resolve("out/logo")).hasContent("picture");
        assertThat(succeed("plan", "--build-context", "golang:1.25=oci-layout://layout:base", "--build-context",
                "assets=assets", "--build-context", "stored=docker-image://base:1", "context").out())
                .contains("oci:layout:base");
        assertThat(cli.run("build", "-t", "x", "--build-context", "assets=missing", "context").err())
                .contains("--build-context assets", "expected a directory", "'missing'");
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws IOException {
        assertThat(cli.run("build", "context").err()).contains("expected --tag NAME or --output PLACE");
        assertThat(cli.run("build", "-t", "app", "-f", "none", "context").exit()).isEqualTo(3);
        assertThat(cli.run("build", "-t", "app", "-o", "type=tar", "context").exit()).isEqualTo(2);
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM scratch\nRUN --mounted=x true\n");
        Cli.Outcome outcome = cli.run("build", "-t", "app", "context");
        assertThat(outcome.exit()).isEqualTo(8);
        assertThat(outcome.err()).contains("Dockerfile:2").contains("RUN");
    }

    @Test
    void filesGoIntoADirectoryForEachPlatform() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-o", "out", "context");
        assertThat(directory.resolve("out/linux_amd64/file")).hasContent("amd64");
        assertThat(directory.resolve("out/linux_arm64/file")).hasContent("arm64");
        succeed("build", "--platform", "linux/arm64", "-o", "type=local,dest=one", "context");
        assertThat(directory.resolve("one/file")).hasContent("arm64");
        succeed("build", "--platform", "linux/arm64", "-o", "type=local,dest=two,platform-split=true", "context");
        assertThat(directory.resolve("two/linux_arm64/file")).hasContent("arm64");
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-o", "type=tar,dest=files.tar", "context");
        assertThat(Files.readString(directory.resolve("files.tar"), ISO_8859_1)).contains("linux_arm64/file",
                "linux_amd64/file");
        assertThat(succeed("build", "--platform", "linux/amd64", "-o", "-", "context").out()).startsWith("file\0")
                .contains("amd64");
        assertThat(succeed("images").out()).doesNotContain("linux");
    }

    @Test
    void outputsAreThoseOfDocker() throws IOException {
        succeed("build", "-o", "type=image,\"name=app:1,app:2\",oci-mediatypes=false", "context");
        assertThat(succeed("inspect", "--raw", "store:app:2").out())
                .contains("application/vnd.docker.distribution.manifest.v2+json");
        succeed("build", "-o",
                "type=oci,tar=false,dest=z,compression=zstd,annotation.k=v,annotation-manifest[linux/amd64].m=w",
                "--platform", "linux/amd64,linux/arm64", "context");
        assertThat(blobs("z")).contains("layer.v1.tar+zstd", "\"annotations\":{\"k\":\"v\",\"m\":\"w\"}",
                "\"annotations\":{\"k\":\"v\"}");
        succeed("build", "-t", "app:3", "-o", "type=docker,dest=app.tar", "context");
        assertThat(succeed("inspect", "-o", "json", "docker-archive:app.tar:app:3").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        type=tarr,dest=x                       | found 'tarr'; did you mean 'tar'?
        type=tar                               | expected dest=PATH
        type=local,dest=-                      | type=tar can
        type=oci,dest=x,comression=gzip        | unknown field 'comression'; did you mean 'compression'?
        type=oci,dest=x,compression=lzma       | expected uncompressed, gzip or zstd, found 'lzma'
        type=oci,dest=x,force-compression=true | never written anew
        type=oci,dest=x,tar=maybe              | tar: expected true or false, found 'maybe'
        type=docker,dest=x,tar=false           | tar=false is for type=oci
        type=image                             | expected name=NAME or --tag NAME
        type=image,name=x,push-by-digest=true  | expected push=true beside it
        dest=x                                 | expected type=
        """)
    void mistakesInAnOutputAreUsage(String output, String problem) {
        Cli.Outcome outcome = cli.run("build", "-o", output, "context");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(problem);
    }

    @Test
    void outputsThatContradictEachOtherAreUsage() {
        Cli.Outcome outcome = cli.run("build", "-o", "type=oci,dest=a,compression=gzip", "-o",
                "type=oci,dest=b,compression=zstd", "context");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("another one asks for GZIP");
        assertThat(cli.run("build", "-t", "a", "--annotation", "index:a=b", "context").err())
                .contains("an image for one platform has no index");
    }

    @Test
    void buildArgumentsCanBeForOnePlatform() throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM scratch\nARG A=0\nLABEL a=$A\n");
        succeed("build", "--platform", "linux/amd64,linux/arm64", "--build-arg", "A=1", "--build-arg",
                "linux/arm64:A=http://2", "-o", "oci:out", "context");
        assertThat(blobs("out")).contains("\"a\":\"1\"", "\"a\":\"http://2\"");
    }

    @Test
    void theDockerfileOrTheContextComeFromStandardInput() throws IOException {
        cli.withInput("FROM scratch\nCOPY file-arm64 /f\n");
        succeed("build", "-f", "-", "-o", "out", "context");
        assertThat(directory.resolve("out/f")).hasContent("arm64");
        cli.withInput("FROM scratch\nCOPY <<x /f\nhello\nx\n");
        succeed("build", "-o", "text", "-");
        assertThat(directory.resolve("text/f")).hasContent("hello");
        cli.withInput("FROM scratch\nCOPY none /f\n");
        assertThat(cli.run("build", "-o", "text", "-").err()).contains("-:2:6: 'none' is not in the build context");
        assertThat(cli.run("build", "-f", "-", "-o", "x", "-").exit()).isEqualTo(2);
    }

    @Test
    void aDryRunTellsTheDigestAndWritesNothing() {
        Cli.Outcome dry = succeed("build", "--dry-run", "-t", "app:1", "-o", "oci:out", "context");
        assertThat(dry.err()).contains("would write store:app:1", "would write oci:out");
        assertThat(directory.resolve("out")).doesNotExist();
        assertThat(cli.run("inspect", "store:app:1").exit()).isEqualTo(3);
        assertThat(succeed("build", "-t", "app:1", "context").line()).isEqualTo(dry.line());
    }

    @Test
    void progressCanBeReadByPrograms() {
        assertThat(succeed("build", "--progress", "rawjson", "-o", "out", "context").err())
                .contains("{\"event\":\"begun\",\"platform\":\"linux/", "\"event\":\"finished\"");
        assertThat(succeed("build", "--progress", "quiet", "-o", "out", "context").err()).doesNotContain("COPY");
        assertThat(cli.run("build", "--progress", "loud", "-o", "out", "context").exit()).isEqualTo(2);
    }

    @Test
    void checkFindsAndBuildsNothing() throws IOException {
        assertThat(succeed("build", "--check", "context").err()).contains("checked, nothing found");
        assertThat(directory.resolve("home")).doesNotExist();
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM a AS B\nCOPY $TARGETARCH /\n");
        Cli.Outcome outcome = cli.run("build", "--check", "context");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains("Dockerfile:1:11: stage names are lower case; write b (StageNameCasing)",
                "  1 | FROM a AS B\n", "Dockerfile:2:7: TARGETARCH is empty here");
        assertThat(cli.run("build", "--call", "check,format=json", "context").out())
                .contains("\"rule\": \"StageNameCasing\"", "\"line\": 1", "\"column\": 11");
        assertThat(cli.run("build", "--check", "-o", "json", "context").out()).startsWith("{");
        assertThat(cli.run("build", "--call", "chek", "context").err()).contains("did you mean 'check'?");
        assertThat(cli.run("build", "--check", "-o", "out", "context").exit()).isEqualTo(2);
    }

    @Test
    void targetsAndOutlineTellWhatAFileTakes() throws IOException {
        Files.writeString(directory.resolve("context/Dockerfile"), """
            # VERSION is what is packed
            ARG VERSION=1

            # build makes it
            FROM alpine AS build
            ARG VERSION
            RUN --mount=type=secret,id=token --mount=type=ssh true

            # run is what is published
            FROM scratch AS run
            ARG MODE=fast
            COPY --from=build /a /
            """);
        assertThat(succeed("build", "--call", "targets", "context").out().lines()).containsExactly(
                "TARGET          BASE      DESCRIPTION", "build           alpine    makes it",
                "run (default)   scratch   is what is published");
        assertThat(succeed("build", "--call", "outline", "--build-arg", "MODE=slow", "context").out().lines())
                .containsExactly("TARGET:       run", "DESCRIPTION:  is what is published", "",
                        "BUILD ARG   VALUE   DESCRIPTION", "VERSION     1       is what is packed",
                        "MODE        slow", "", "SECRET", "token", "", "SSH", "default");
        assertThat(succeed("build", "--call", "outline", "-o", "json", "--target", "build", "context").out())
                .contains("\"name\": \"build\"")
                .doesNotContain("MODE");
    }

    @Test
    void quickstartTellsTheWholeStory() {
        Cli.Outcome outcome = succeed("quickstart");
        assertThat(outcome.out()).contains("linux/riscv64", "\"variant\": \"v7\"", "== Which entry each host gets",
                "linux/arm/v6     nothing", "== What to type next");
        assertThat(succeed("quickstart").out()).contains("== What to type next");
    }

    @Test
    void anExecutableForAnotherMachineIsAWarningOrAnError() throws IOException {
        byte[] elf = new byte[64];
        System.arraycopy(new byte[]{0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
        elf[16] = 2;
        elf[18] = 62;
        Files.write(directory.resolve("context/tool"), elf);
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM scratch\nCOPY tool /bin/tool\n");
        String message = "context/Dockerfile:2:1: 1 executable is not for the image's platform: expected linux/arm64, "
                + "found /bin/tool: ELF 64-bit x86-64 (it is for amd64)";
        Cli.Outcome strict = cli.run("build", "--strict-platform", "--platform", "linux/amd64,linux/arm64", "-t",
                "app:1", "-o", "oci:layout:1", "context");
        assertThat(strict.exit()).as(strict.err()).isEqualTo(8);
        assertThat(strict.err()).contains(message, "nothing is published");
        assertThat(cli.run("inspect", "store:app:1").exit()).isEqualTo(3);
        assertThat(cli.run("inspect", "oci:layout:1").exit()).isEqualTo(3);

        assertThat(succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", "context").err())
                .contains("warning: " + message);
        succeed("build", "--strict-platform", "--platform", "linux/amd64", "-t", "app:2", "context");
    }

    @Test
    void aPlatformThatCannotBeBuiltIsLeftOutOnlyWhenThatIsAllowed() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "base", "context");
        Files.writeString(directory.resolve("context/Dockerfile"), "FROM base\nLABEL a=b\n");
        String[] build = {"build", "--platform", "linux/amd64,linux/s390x,linux/arm64", "-t", "part:1",
            "--metadata-file", "metadata.json", "context"};
        assertThat(cli.run(build).exit()).isEqualTo(4);
        assertThat(cli.run("inspect", "store:part:1").exit()).isEqualTo(3);

        String[] partial = Stream.concat(Stream.of(build), Stream.of("--allow-partial")).toArray(String[]::new);
        assertThat(succeed(partial).err()).contains("warning: linux/s390x is left out: ", "base", "linux/s390x");
        assertThat(succeed("platforms", "store:part:1").out()).isEqualTo("linux/amd64\nlinux/arm64\n");
        assertThat(Files.readString(directory.resolve("metadata.json"))).contains("linux/arm64")
                .doesNotContain("s390x");

        Cli.Outcome nothing = cli.run("build", "--allow-partial", "--platform", "linux/s390x", "-t", "part:2",
                "context");
        assertThat(nothing.exit()).isEqualTo(4);
        assertThat(cli.run("inspect", "store:part:2").exit()).isEqualTo(3);
    }

    @Test
    void namesAndAnnotationsOfLayoutsAreThoseThatBuildKitWrites() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-o", "type=oci,tar=false,dest=layout,name=foo:9",
                "-o",
                "type=oci,dest=a.tar,name=foo:9", "--annotation", "index-descriptor:x=y", "context");
        assertThat(Files.readString(directory.resolve("layout/index.json"))).contains("\"x\":\"y\"",
                "\"org.opencontainers.image.ref.name\":\"9\"").doesNotContain("\"platform\"");
        succeed("build", "--platform", "linux/arm64", "-o", "type=oci,tar=false,dest=one", "-o", "oci-archive:one.tar",
                "context");
        assertThat(Files.readString(directory.resolve("one/index.json")))
                .contains("\"platform\":{\"architecture\":\"arm64\",\"os\":\"linux\"}");
        try (OciArchive archive = OciArchive.open(directory.resolve("one.tar"))) {
            assertThat(archive.roots().getFirst().descriptor().platform()).contains(Platform.parse("linux/arm64"));
        }
        succeed("copy", "oci-archive:a.tar", "oci:copied:1");
        try (OciArchive archive = OciArchive.open(directory.resolve("a.tar"))) {
            assertThat(archive.roots().getFirst().descriptor().annotations()).containsEntry("x", "y")
                    .containsEntry("org.opencontainers.image.ref.name", "9")
                    .containsEntry("io.containerd.image.name", "docker.io/library/foo:9");
        }
        succeed("load", "-i", "a.tar");
        assertThat(succeed("platforms", "store:foo:9").out()).contains("linux/arm64");
    }

    @Test
    void anOutputForTheCacheAloneKeepsNothing() {
        succeed("build", "-o", "type=cacheonly", "-t", "nowhere:1", "context");
        assertThat(succeed("images", "-o", "json").out()).isEqualTo("[]\n");
    }

    @Test
    void whatSavedIsLoadedAgainFromAFileOrStandardInput() throws IOException {
        succeed("build", "--platform", "linux/amd64,linux/arm64", "-t", "app:1", "context");
        String digest = succeed("save", "-o", "app.tar", "app:1").line();
        succeed("rmi", "app:1");
        assertThat(succeed("load", "--input", "app.tar").line()).isEqualTo(digest);
        assertThat(cli.run("load", "-i", "absent.tar").exit()).isEqualTo(3);
        assertThat(cli.withInput("no archive").run("load").exit()).isNotZero();
        succeed("build", "--platform", "linux/amd64", "-o", "type=oci,dest=nameless.tar", "context");
        Cli.Outcome nameless = cli.run("load", "-i", "nameless.tar");
        assertThat(nameless.err()).contains("nameless.tar");
        assertThat(nameless.exit()).isNotZero();
    }

    @Test
    void namesInSeveralRegistriesAreSetAllOrNone() throws IOException {
        try (Storage storage = Storage.open(directory.resolve("registry"));
                RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage);
                ScriptedRegistry refusing = ScriptedRegistry.inFrontOf(server.port())) {
            refusing.when(request -> request.line().equals("PUT /v2/other/manifests/1"), Reply.of(403));
            String registry = "127.0.0.1:" + server.port();
            String before = succeed("build", "--platform", "linux/amd64", "-t", registry + "/app:1", "--push",
                    "context")
                    .line();
            Cli.Outcome outcome = cli.run("build", "--platform", "linux/arm64", "-t", registry + "/app:1", "-t",
                    registry + "/app:2", "-t", refusing.authority() + "/other:1", "--push", "context");
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(5);
            assertThat(succeed("tags", registry + "/app").out()).isEqualTo("1\n");
            assertThat(succeed("inspect", "-o", "json", registry + "/app:1").out()).contains(before);
        }
    }
}
