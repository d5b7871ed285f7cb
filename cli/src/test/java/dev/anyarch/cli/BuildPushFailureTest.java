package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.ScriptedRegistry.Request;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A build for two platforms whose push to two registries breaks half-way: no tag has moved, and the message says so. */
class BuildPushFailureTest {
    private static final RepositoryName APP = new RepositoryName("app");

    @TempDir
    Path directory;
    private Cli cli = new Cli(Path.of("."));
    private List<Registry> registries = List.of();

    /** A real registry, and what can be told to fail in front of it. */
    private record Registry(Storage storage, RegistryServer server, ScriptedRegistry front) implements Closeable {

        static Registry start(Path directory) throws IOException {
            Storage storage = Storage.open(directory);
            RegistryServer server = RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0),
                    storage);
            return new Registry(storage, server, ScriptedRegistry.inFrontOf(server.port()));
        }

        String name(String tag) {
            return "%s/app:%s".formatted(front.authority(), tag);
        }

        Optional<Digest> at(String tag) throws IOException {
            return storage.repository(APP).resolve(new Tag(tag)).map(Descriptor::digest);
        }

        @Override
        public void close() throws IOException {
            front.close();
            server.close();
            storage.close();
        }
    }

    /** A request of the push. */
    enum Operation {
        UPLOAD("POST /v2/app/blobs/uploads/"), BLOB("PUT /v2/app/blobs/uploads/.*"), MANIFEST(
                "PUT /v2/app/manifests/sha256:.*"), TAG("PUT /v2/app/manifests/[a-z]+");

        private final String line;

        Operation(String line) {
            this.line = line;
        }

        boolean is(Request request) {
            return request.line().matches(line);
        }
    }

    @BeforeEach
    void startRegistries() throws IOException {
        cli = new Cli(directory);
        Path context = Files.createDirectories(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), """
            FROM scratch
            ARG TARGETARCH
            ARG VERSION
            LABEL built=$TARGETARCH$VERSION
            COPY Dockerfile /
            """);
        registries = List.of(Registry.start(directory.resolve("one")), Registry.start(directory.resolve("two")));
    }

    @AfterEach
    void stopRegistries() throws IOException {
        for (Registry registry : registries) {
            registry.close();
        }
    }

    private Cli.Outcome push(String version, String... tags) {
        List<String> arguments = new ArrayList<>(List.of("build", "--platform", "linux/amd64,linux/arm64", "--push",
                "--quiet", "--build-arg", "VERSION=" + version));
        for (Registry registry : registries) {
            for (String tag : tags) {
                arguments.addAll(List.of("-t", registry.name(tag)));
            }
        }
        arguments.add("context");
        return cli.run(arguments.toArray(String[]::new));
    }

    /** The message of a push that fails at the second of the requests that {@code operation} is about. */
    private String fail(int registry, Operation operation, Reply reply, int exit) throws IOException {
        assertThat(push("1", "old").exit()).isZero();
        List<Optional<Digest>> before = List.of(registries.getFirst().at("old"), registries.getLast().at("old"));
        AtomicInteger requests = new AtomicInteger();
        registries.get(registry).front().when(one -> operation.is(one) && requests.incrementAndGet() > 1, reply);
        Cli.Outcome outcome = push("2", "new", "old");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(exit);
        assertThat(outcome.out()).isEmpty();
        assertThat(List.of(registries.getFirst().at("old"), registries.getLast().at("old"))).isEqualTo(before);
        String message = outcome.err().strip();
        assertThat(message.lines()).hasSize(1);
        assertThat(message).startsWith("anyarch: build: P")
                .contains(" http://%s/v2/app/".formatted(registries.get(registry).front().authority()));
        return message;
    }

    private void requireNoNewTag() throws IOException {
        for (Registry registry : registries) {
            assertThat(registry.at("new")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD,403,5", "BLOB,500,7", "BLOB,401,5", "MANIFEST,429,6", "MANIFEST,403,5"})
    void noTagMovesWhenTheFirstRegistryFails(Operation operation, int status, int exit) throws IOException {
        assertThat(fail(0, operation, refusal(status), exit)).contains(Integer.toString(status));
        requireNoNewTag();
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD,429,6", "BLOB,403,5", "MANIFEST,401,5"})
    void noTagMovesWhenTheSecondRegistryFailsAndTheFirstHasEverything(Operation operation, int status, int exit)
            throws IOException {
        String first = registries.getFirst().front().authority();
        assertThat(fail(1, operation, refusal(status), exit))
                .containsPattern("; no tag has moved; %s/app has the image as sha256:[0-9a-f]{64}$".formatted(first));
        requireNoNewTag();
    }

    @Test
    void aConnectionThatIsCutInABlobExitsWith7() throws IOException {
        assertThat(fail(0, Operation.BLOB, Reply.cutAtBody(0), 7)).contains("PUT http://");
        requireNoNewTag();
    }

    @ParameterizedTest
    @CsvSource({"0,403,5", "1,403,5", "0,429,6"})
    void tagsThatWereMovedAreMovedBackWhenTheNextOneFails(int registry, int status, int exit) throws IOException {
        assertThat(fail(registry, Operation.TAG, refusal(status), exit)).contains("/v2/app/manifests/old: ")
                .endsWith("; every tag is where it was");
        requireNoNewTag();
    }

    /** What is left out is allowed to be, what fails is not. */
    @ParameterizedTest
    @CsvSource({"0,BLOB,500,7", "1,MANIFEST,403,5", "1,TAG,403,5"})
    void aPartialIndexIsPublishedAsAWholeToo(int registry, Operation operation, int status, int exit)
            throws IOException {
        assertThat(push("1", "base").exit()).isZero();
        Files.writeString(directory.resolve("context/Dockerfile"), """
            FROM %s
            COPY Dockerfile /again
            """.formatted(registries.getFirst().name("base")));
        AtomicInteger requests = new AtomicInteger();
        registries.get(registry)
                .front()
                .when(one -> operation.is(one) && requests.incrementAndGet() > 1,
                        refusal(status));
        Cli.Outcome failed = pushPartial("new", "newer");
        assertThat(failed.exit()).as(failed.err()).isEqualTo(exit);
        assertThat(failed.err()).contains("linux/s390x is left out");
        requireNoNewTag();
        assertThat(registries).allSatisfy(each -> assertThat(each.at("newer")).isEmpty());
    }

    private Cli.Outcome pushPartial(String... tags) {
        List<String> arguments = new ArrayList<>(List.of("build", "--platform", "linux/amd64,linux/s390x,linux/arm64",
                "--allow-partial", "--push", "--progress", "plain"));
        for (Registry registry : registries) {
            for (String tag : tags) {
                arguments.addAll(List.of("-t", registry.name(tag)));
            }
        }
        arguments.add("context");
        return cli.run(arguments.toArray(String[]::new));
    }

    /** Many registries do not let a tag be deleted. */
    @Test
    void aTagThatCannotBeTakenBackIsTold() throws IOException {
        registries.getFirst().front().when(one -> one.method().equals("DELETE"), Reply.of(405));
        String message = fail(0, Operation.TAG, refusal(403), 5);
        assertThat(message)
                .containsPattern("; %s may be at sha256:[0-9a-f]{64}, and could not be removed: DELETE .* 405"
                        .formatted(registries.getFirst().name("new")));
        assertThat(message).contains(registries.getFirst().at("new").orElseThrow().toString());
        assertThat(registries.getLast().at("new")).isEmpty();
    }

    private static Reply refusal(int status) {
        Reply reply = Reply.of(status);
        return switch (status) {
            case 401 -> reply.header("WWW-Authenticate", "Basic realm=\"scene\"");
            case 429 -> reply.header("Retry-After", "3600");
            default -> reply;
        };
    }
}
