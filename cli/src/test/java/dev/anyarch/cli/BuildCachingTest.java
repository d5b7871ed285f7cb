package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.storage.StoredRepository;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.ScriptedRegistry.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildCachingTest {
    private static final String ALL = "linux/amd64,linux/arm64,linux/arm/v7";

    @TempDir
    Path directory = Path.of("");

    private Storage storage;
    private RegistryServer server;
    private String registry = "";
    private String context = "";

    @BeforeEach
    void start() throws IOException {
        storage = Storage.open(directory.resolve("registry"));
        server = RegistryServer.start(ServerSettings.loopback(), storage);
        registry = "127.0.0.1:" + server.port();
        Path files = Files.createDirectories(directory.resolve("context"));
        Files.writeString(files.resolve("app"), "app");
        Files.writeString(files.resolve("Dockerfile"), """
            FROM scratch AS tools
            COPY app /tool
            FROM scratch
            ARG TARGETARCH
            COPY --from=tools /tool /app-$TARGETARCH
            WORKDIR /work
            """);
        context = files.toString();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        storage.close();
    }

    /** A machine with a home of its own. */
    private Cli machine(String name) throws IOException {
        return new Cli(Files.createDirectories(directory.resolve(name)));
    }

    private static Cli.Outcome succeed(Cli cli, String... arguments) {
        Cli.Outcome outcome = cli.run(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        return outcome;
    }

    private static long cached(Cli.Outcome outcome) {
        return outcome.err().lines().filter(line -> line.endsWith(" CACHED")).count();
    }

    @Test
    void aSecondBuildFindsEveryStepAndPushesTheSame() throws IOException {
        Cli cli = machine("one");
        Cli.Outcome first = succeed(cli, "build", "--platform", ALL, "-t", registry + "/app", "--push", context);
        Cli.Outcome second = succeed(cli, "build", "--platform", ALL, "-t", registry + "/app", "--push", context);

        assertThat(cached(first)).isZero();
        assertThat(cached(second)).as(second.err()).isEqualTo(3 + 3 + 3);
        assertThat(second.line()).isEqualTo(first.line());
        assertThat(succeed(cli, "build", "--platform", ALL, "-t", "app", context).line()).isEqualTo(first.line());
        assertThat(succeed(cli, "build", "--no-cache", "--platform", ALL, "-t", "app", context))
                .satisfies(anew -> assertThat(cached(anew)).isZero())
                .satisfies(anew -> assertThat(anew.line()).isEqualTo(first.line()));
    }

    @Test
    void imagesThatTheRegistryHasAreNotSentAgain() throws IOException {
        Cli cli = machine("one");
        try (ScriptedRegistry front = ScriptedRegistry.inFrontOf(server.port())) {
            String[] build = {"build", "--platform", ALL, "-t", front.authority() + "/app:1", "--push", context};
            String root = succeed(cli, build).line();
            int before = front.requests().size();
            assertThat(succeed(cli, build).line()).isEqualTo(root);
            List<String> lines = linesFrom(front, before);
            assertThat(lines).hasSize(3 + 1);
            assertThat(lines).filteredOn(line -> !line.startsWith("HEAD /v2/app/manifests/sha256:"))
                    .containsExactly("PUT /v2/app/manifests/1");

            StoredRepository repository = storage.repository(new RepositoryName("app"));
            Digest child = ((ImageIndex) repository.fetchManifest(Digest.parse(root)).parse()).manifests()
                    .getLast()
                    .digest();
            repository.deleteManifest(Digest.parse(root));
            repository.deleteManifest(child);
            before = front.requests().size();
            assertThat(succeed(cli, build).line()).isEqualTo(root);
            assertThat(linesFrom(front, before)).filteredOn(line -> line.startsWith("PUT"))
                    .containsExactly("PUT /v2/app/manifests/" + child, "PUT /v2/app/manifests/1");
            assertThat(repository.resolve(child)).isPresent();
        }
    }

    private static List<String> linesFrom(ScriptedRegistry front, int first) {
        List<Request> requests = front.requests();
        return requests.subList(first, requests.size()).stream().map(Request::line).toList();
    }

    @Test
    void oneStageIsDoneAnew() throws IOException {
        Cli cli = machine("one");
        succeed(cli, "build", "-t", "app", context);
        Cli.Outcome filtered = succeed(cli, "build", "--no-cache-filter", "tools", "-t", "app", context);
        assertThat(filtered.err()).doesNotContain("[tools 1/1] CACHED").contains("[1 2/3] CACHED");
        assertThat(cli.run("build", "-t", "app", "--no-cache-filter", "tool", context)).satisfies(outcome -> {
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).contains("there is no stage 'tool'; there are [tools, 1]; did you mean 'tools'?");
        });
    }

    @Test
    void progressForProgramsTellsWhatWasFound() throws IOException {
        Cli cli = machine("one");
        succeed(cli, "build", "-t", "app", context);
        assertThat(succeed(cli, "build", "--progress", "json", "-t", "app", context).err())
                .contains("{\"event\":\"cached\"");
    }

    @Test
    void theCacheGoesThroughARegistry() throws IOException {
        String cache = "type=registry,ref=" + registry + "/app:cache,mode=max";
        Cli.Outcome none = succeed(machine("one"), "build", "--platform", "linux/amd64", "-t", "app", "--cache-to",
                cache, "--cache-from", registry + "/app:cache", context);
        assertThat(none.err()).contains("there is none yet; building without it", "wrote build cache");
        succeed(machine("two"), "build", "--platform", "linux/arm64", "-t", "app", "--cache-to", cache, context);

        Cli three = machine("three");
        Cli.Outcome both = succeed(three, "build", "--platform", "linux/amd64,linux/arm64", "-t", "app",
                "--cache-from", registry + "/app:cache", context);
        assertThat(cached(both)).as(both.err()).isEqualTo(2 + 2 + 2);
        assertThat(both.line()).isEqualTo(succeed(machine("four"), "build", "--platform", "linux/amd64,linux/arm64",
                "-t", "app", context).line());
    }

    @Test
    void theCacheGoesThroughADirectory() throws IOException {
        succeed(machine("one"), "build", "-t", "app", "--cache-to", "type=local,mode=max,dest=" + directory + "/cache",
                context);
        Cli.Outcome other = succeed(machine("two"), "build", "-t", "app", "--cache-from",
                "type=local,src=" + directory + "/cache", context);
        assertThat(cached(other)).as(other.err()).isEqualTo(3);
    }

    @Test
    void anImageIsNoCache() throws IOException {
        Cli cli = machine("one");
        succeed(cli, "build", "-t", registry + "/app:1", "--push", context);
        Cli.Outcome from = succeed(cli, "build", "-t", "app", "--cache-from", registry + "/app:1", context);
        assertThat(from.err()).contains("warning: build cache", "expected a cache of anyarch, found an image");
        Cli.Outcome to = cli.run("build", "-t", "app", "--cache-to", registry + "/app:1", context);
        assertThat(to.exit()).isEqualTo(9);
        assertThat(to.err()).contains("choose another tag");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --cache-to   | type=inline               | write it beside the image with type=registry,ref=NAME:cache
        --cache-to   | type=gha                  | type=gha is not available; use type=registry
        --cache-from | type=s3,bucket=b          | type=s3 is not available; use type=registry
        --cache-to   | type=registry             | expected ref=VALUE
        --cache-to   | type=local                | expected dest=VALUE
        --cache-to   | type=locl,dest=d          | found 'locl'; did you mean 'local'?
        --cache-to   | type=local,dest=d,mode=no | mode: expected min or max, found 'no'
        --cache-from | type=local,src=d,mode=max | unknown field 'mode'
        """)
    void mistakesAreUsage(String option, String value, String problem) throws IOException {
        Cli.Outcome outcome = machine("one").run("build", "-t", "app", option, value, context);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(problem);
    }

    @Test
    void pruningTakesTheCacheAndLeavesTheImages() throws IOException {
        Cli cli = machine("one");
        String digest = succeed(cli, "build", "-t", "app", context).line();
        assertThat(succeed(cli, "prune").out()).startsWith("removed 0 steps with 0 layers");
        String dry = succeed(cli, "prune", "--all", "--dry-run").out();
        assertThat(dry).startsWith("would remove ").doesNotContain(" 0 steps");
        assertThat(cached(succeed(cli, "build", "-t", "app", context))).isEqualTo(3);
        assertThat(succeed(cli, "prune", "-a", "-f").out()).isEqualTo(dry.replace("would remove", "removed"));

        assertThat(succeed(cli, "inspect", "store:app").out()).contains(digest);
        succeed(cli, "copy", "store:app", "oci:" + directory + "/copy");
        Cli.Outcome again = succeed(cli, "build", "-t", "app", context);
        assertThat(cached(again)).isZero();
        assertThat(again.line()).isEqualTo(digest);
        assertThat(succeed(cli, "prune", "--max-used-space", "1kB", "-o", "json").out()).contains("\"steps\": 0");
        assertThat(succeed(cli, "prune", "--keep-storage", "0").out()).contains("; 0 B stay");
        assertThat(cli.run("prune", "--filter", "until=soon").exit()).isEqualTo(2);
        assertThat(cli.run("prune", "--max-used-space", "much").exit()).isEqualTo(2);
    }

    @Test
    void buildsAtTheSameTimeShareTheCache() throws IOException, InterruptedException, ExecutionException {
        List<String> digests = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String[] arguments = i % 4 == 3
                        ? new String[]{"prune", "--all"}
                        : new String[]{"build", "--platform", ALL, "-t", "app:" + i, context};
                running.add(threads.submit(() -> succeed(machine("one"), arguments).line()));
            }
            for (int i = 0; i < running.size(); i++) {
                if (i % 4 != 3) {
                    digests.add(running.get(i).get());
                }
            }
        }
        assertThat(digests).hasSize(6).containsOnly(digests.getFirst());
    }

    @Test
    void aKilledBuildLeavesNothingThatIsWrong() throws IOException, InterruptedException {
        byte[] noise = new byte[40_000_000];
        new Random(1).nextBytes(noise);
        Files.write(Path.of(context, "app"), noise);
        Path home = Files.createDirectories(directory.resolve("one/home"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "build", "-t", "app", context).redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed").toFile());
        builder.environment().put("ANYARCH_HOME", home.toString());
        Process killed = builder.start();
        while (killed.isAlive() && !hasData(home.resolve("uploads"))) {
            Thread.sleep(5);
        }
        killed.destroyForcibly().waitFor();

        Cli.Outcome after = succeed(machine("one"), "build", "-t", "app", context);
        assertThat(after.line()).isEqualTo(succeed(machine("two"), "build", "-t", "app", context).line());
        assertThat(cached(succeed(machine("one"), "build", "-t", "app", context))).isEqualTo(3);
        succeed(machine("one"), "prune", "--all");
        assertThat(home.resolve("build-cache/running")).isEmptyDirectory();
        succeed(machine("one"), "copy", "store:app", "oci:" + directory + "/copy");
    }

    private static boolean hasData(Path uploads) throws IOException {
        if (!Files.isDirectory(uploads)) {
            return false;
        }
        try (Stream<Path> files = Files.list(uploads)) {
            return files.anyMatch(upload -> upload.resolve("data").toFile().length() > 0);
        }
    }
}
