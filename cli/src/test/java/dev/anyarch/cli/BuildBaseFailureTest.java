package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.testkit.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base images that are nowhere, refused, or not what they seem: the line that names them, why, and the exit code. */
@Execution(ExecutionMode.CONCURRENT)
class BuildBaseFailureTest {
    @TempDir
    Path directory;

    /** The message of a build whose fourth line is {@code instruction}, with {@code HERE} for the registry. */
    private String fail(RegistryScene scene, String instruction, int exit) throws IOException {
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), """
            # syntax, maybe
            FROM scratch
            COPY Dockerfile /
            %s
            COPY Dockerfile /
            """.formatted(instruction.replace("HERE", scene.name())));
        Cli.Outcome outcome = scene.run("build", "--quiet", "--platform", "linux/amd64", "-t", "x", "context");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
        assertThat(outcome.out()).isEmpty();
        scene.requireNothingNew();
        return outcome.err().strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROM HERE/app:2", "FROM HERE/nothing", "COPY --from=HERE/nothing a /",
        "FROM HERE/app@sha256:0000000000000000000000000000000000000000000000000000000000000000"})
    void anImageThatIsNowhereExitsWith3(String instruction) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            int column = instruction.indexOf("HERE") + 1;
            assertThat(fail(scene, instruction, 3)).startsWith("anyarch: build: context/Dockerfile:4:%d: image %s/"
                    .formatted(column, scene.name())).contains("no such repository, tag or digest", "  4 | ");
        }
    }

    @ParameterizedTest
    @CsvSource({"TOKEN,401,5", "TAG_HEAD,401,5", "TAG_HEAD,403,5", "MANIFEST_GET,401,5", "BLOB_GET,403,5",
        "TOKEN,404,7", "MANIFEST_GET,404,3", "BLOB_GET,404,3", "TAG_HEAD,429,6", "TOKEN,429,6", "BLOB_GET,429,6"})
    void aRefusalNamesTheLine(Step step, int status, int exit) throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            scene.front().when(step::is, Step.refusal(status, scene));
            String message = fail(scene, "FROM HERE/app:1 AS base", exit);
            assertThat(message)
                    .startsWith("anyarch: build: context/Dockerfile:4:6: image %s/app:1: ".formatted(scene.name()))
                    .contains(Integer.toString(status), "http://" + scene.name() + "/");
            assertThat(message.lines()).hasSize(1);
            if (exit == 5) {
                assertThat(message).contains("anyarch login " + scene.name());
            } else if (exit == 6) {
                assertThat(message).contains("; try again at 20");
            }
        }
    }

    @Test
    void aRegistryThatCannotBeReachedExitsWith7() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            assertThat(fail(scene, "FROM 127.0.0.1:1/app:1", 7)).contains("Dockerfile:4:6: image 127.0.0.1:1/app:1: ",
                    "cannot connect to 127.0.0.1:1");
            assertThat(fail(scene, "COPY --from=no-such-host.invalid/app:1 a /", 7))
                    .contains("Dockerfile:4:13: image no-such-host.invalid/app:1: ", "is not known");
            assertThat(fail(scene, "ADD http://no-such-host.invalid/file /", 7))
                    .contains(
                            "Dockerfile:4:5: GET http://no-such-host.invalid/file: host no-such-host.invalid is not known",
                            "  4 | ADD http://no-such-host.invalid/file /");
        }
    }

    @Test
    void aNameThatIsNearlyThatOfAStageIsToldWithTheStage() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            for (String instruction : List.of("COPY --from=bulder a /", "FROM bulder")) {
                Files.createDirectories(directory.resolve("context"));
                Files.writeString(directory.resolve("context/Dockerfile"),
                        "FROM scratch AS builder\nFROM scratch AS other\n%s\n".formatted(instruction));
                Cli.Outcome outcome = scene.run("build", "--quiet", "-t", "x", "context");
                assertThat(outcome.err()).as(instruction)
                        .startsWith("anyarch: build: context/Dockerfile:3:")
                        .contains("image bulder: ", ", did you mean builder?");
            }
        }
    }

    @Test
    void whatAnAddDoesNotFindIsToldWithItsLine() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            String nothing = "http://%s/nothing".formatted(scene.name());
            assertThat(fail(scene, "ADD --chmod=755 http://HERE/nothing /x", 7))
                    .startsWith("anyarch: build: context/Dockerfile:4:17: GET " + nothing)
                    .contains("404", "  4 | ADD --chmod=755 ");
            scene.front().when(request -> request.target().equals("/file"), Reply.of(200).body("x"));
            assertThat(fail(scene, "ADD --checksum=sha256:%s http://HERE/file /x".formatted("0".repeat(64)), 8))
                    .contains("context/Dockerfile:4:", "digest mismatch", "  4 | …");
        }
    }

    @Test
    void contentThatIsNotWhatItShouldBeExitsWith8() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            scene.front().when(Step.BLOB_GET::is, Reply.of(200).body("x".repeat(289)));
            assertThat(fail(scene, "FROM HERE/app:1", 8)).contains("Dockerfile:4:6: image ", "digest mismatch");
            scene.front()
                    .when(Step.MANIFEST_GET::is,
                            Reply.of(200).header("Content-Type", MediaType.OCI_INDEX.value()).body("{}"));
            assertThat(fail(scene, "FROM HERE/app:1", 8)).contains("Dockerfile:4:6: image ", "digest mismatch");
        }
    }

    /** Layers are read when they are needed, long after the image was found. */
    @ParameterizedTest
    @CsvSource({"FROM,6,REFUSED,5", "FROM,6,LIMITED,6", "FROM,6,OTHER,8", "FROM,6,CUT,7", "COPY,13,REFUSED,5",
        "COPY,13,OTHER,8", "COPY,13,CUT,7"})
    void aLayerThatCannotBeReadNamesTheLine(String instruction, int column, String flaw, int exit)
            throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            Descriptor layer = layer(scene);
            Reply zeros = Reply.of(200).zeros(layer.size());
            scene.front().when(request -> request.target().contains(layer.digest().toString()), switch (flaw) {
                case "REFUSED" -> Step.refusal(401, scene);
                case "LIMITED" -> Step.refusal(429, scene);
                case "OTHER" -> zeros;
                default -> zeros.cutAfter(100);
            });
            String line = instruction.equals("FROM") ? "FROM HERE/app:1 AS base" : "COPY --from=HERE/app:1 nothing /";
            assertThat(fail(scene, line, exit))
                    .startsWith("anyarch: build: context/Dockerfile:4:%d: image %s/app:1: ".formatted(column,
                            scene.name()))
                    .contains(layer.digest().toString());
        }
    }

    /** That it cannot be written elsewhere is not the image's fault. */
    @Test
    void aLayerThatCannotBePushedDoesNotNameTheLine() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            Files.createDirectories(directory.resolve("context"));
            Files.writeString(directory.resolve("context/Dockerfile"), "FROM %s/app:1\n".formatted(scene.name()));
            scene.front().when(Step.UPLOAD_POST::is, Step.refusal(403, scene));
            Cli.Outcome outcome = scene.run("build", "--quiet", "--platform", "linux/amd64", "--push", "-t",
                    scene.name() + "/new:1", "context");
            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(5);
            assertThat(outcome.err()).startsWith("anyarch: build: POST http://" + scene.name());
        }
    }

    /** The lowest one of the first platform. */
    private static Descriptor layer(RegistryScene scene) throws IOException {
        ImageStore store = scene.storage().repository(new RepositoryName("app"));
        ImageIndex index = (ImageIndex) store.fetchManifest(store.resolve(new Tag("1")).orElseThrow().digest()).parse();
        return ((ImageManifest) store.fetchManifest(index.manifests().getFirst().digest()).parse()).layers().getFirst();
    }

    @Test
    void anArtifactIsNoBaseImage() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            byte[] empty = "{}".getBytes(UTF_8);
            ImageStore store = scene.storage().repository(new RepositoryName("app"));
            try (BlobUpload upload = store.upload()) {
                upload.write(empty, 0, empty.length);
                upload.commit(Digest.sha256(empty));
            }
            String blob = "{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"%s\",\"size\":2}"
                    .formatted(Digest.sha256(empty));
            store.putManifest(RawManifest.of(MediaType.OCI_MANIFEST, """
                {"schemaVersion":2,"mediaType":"%s","artifactType":"text/x","config":%s,"layers":[%s]}
                """.formatted(MediaType.OCI_MANIFEST.value(), blob, blob).getBytes(UTF_8)),
                    List.of(new Tag("artifact")));
            assertThat(fail(scene, "FROM HERE/app:artifact", 8)).contains("Dockerfile:4:6: image ",
                    "found an artifact, whose config is application/vnd.oci.empty.v1+json");
        }
    }

    @Test
    void aPlatformThatIsMissingExitsWith4() throws IOException {
        try (RegistryScene scene = RegistryScene.start(directory)) {
            assertThat(fail(scene, "FROM --platform=linux/s390x HERE/app:1", 4)).contains(
                    "context/Dockerfile:4:29: image %s/app:1 has no entry for linux/s390x; it has only linux/amd64, linux/arm64"
                            .formatted(scene.name()),
                    "4 | FROM --platform=linux/s390x %s/app:1".formatted(scene.name()));
        }
    }
}
