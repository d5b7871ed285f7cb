package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.Dockerfiles;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.ImageBuilder;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.operations.copy.CopyListener;
import dev.anyarch.operations.copy.CopySettings;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.index.IndexAssembly;
import dev.anyarch.operations.index.IndexOptions;
import dev.anyarch.operations.index.IndexPlan;
import dev.anyarch.operations.index.IndexPublisher;
import dev.anyarch.operations.index.IndexSource;
import dev.anyarch.operations.index.IndexTarget;
import dev.anyarch.operations.index.SourceReader;
import dev.anyarch.operations.inspect.DockerManifestInspect;
import dev.anyarch.operations.resolve.PlatformResolution;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.Precondition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The story of one name for every architecture, told by doing it: the example is built for each platform and pushed under a
 * name of its own, as people did; then all get one name, and every host finds its entry. For one thread.
 */
final class Quickstart implements Closeable {
    private static final List<Platform> PLATFORMS = List.of("linux/amd64", "linux/arm/v7", "linux/arm64/v8",
            "linux/386", "linux/ppc64le", "linux/s390x", "linux/riscv64").stream().map(Platform::parse).toList();
    /** A machine that finds its own entry, one that takes another's, and one that finds nothing. */
    private static final List<Platform> OTHER_HOSTS = List.of("linux/arm/v6", "windows/amd64")
            .stream()
            .map(Platform::parse)
            .toList();
    private static final List<Engine> ENGINES = List.of(Engine.DOCKER, Engine.CONTAINERD, Engine.PODMAN);

    private final Session session;
    private final Console console;
    private final Path example;
    private final Path directory;
    private final Storage storage;
    private final RegistryServer server;

    private Quickstart(Session session, Path example, Path directory, Storage storage, RegistryServer server) {
        this.session = session;
        this.console = session.console();
        this.example = example;
        this.directory = directory;
        this.storage = storage;
        this.server = server;
    }

    static Quickstart start(Session session, Path example) throws IOException {
        Path directory = session.environment().storeDirectory().resolve("quickstart");
        Storage storage = Storage.open(directory);
        boolean started = false;
        try {
            RegistryServer server = RegistryServer.start(ServerSettings.loopback(), storage);
            started = true;
            return new Quickstart(session, example, directory, storage, server);
        } finally {
            if (!started) {
                storage.close();
            }
        }
    }

    void run() throws IOException, InterruptedException {
        heading("A registry, on this machine for as long as this takes");
        console.print("   http://%s/v2/, storage in %s".formatted(host(), directory));

        heading("The example, built for each platform and pushed under a name of its own");
        Map<Platform, Place.InRegistry> names = buildAll();

        heading("One name for all of them");
        Found hello = publish(names);

        heading("What 'docker manifest inspect " + hello.place() + "' prints");
        Place.InRegistry place = registryPlace("hello");
        console.print(new String(DockerManifestInspect.print(hello.source(), place.reference(), hello.root(), false,
                CopySettings.DEFAULT.parallelism()), StandardCharsets.UTF_8).stripTrailing());

        heading("Which entry each host gets");
        printHosts(hello);

        heading("The programs, pulled by that one name");
        new QuickstartPrograms(session, PLATFORMS).run(hello);
        printNext();
    }

    private void heading(String text) {
        console.print("");
        console.print("== " + text);
        console.flush();
    }

    private Map<Platform, Place.InRegistry> buildAll() throws IOException, InterruptedException {
        Map<Platform, Place.InRegistry> names = new LinkedHashMap<>();
        for (Platform platform : PLATFORMS) {
            Place.InRegistry place = registryPlace("hello-" + suffix(platform));
            ImageBuild build = ImageBuild
                    .of(example, Dockerfiles.read(Dockerfiles.defaultFile(example)), List.of(platform))
                    .withIgnoreFile(Dockerfiles.readIgnoreFile(example, Optional.empty()))
                    .withTags(List.of(Tag.LATEST), false);
            BuildResult result = new ImageBuilder(BaseImages.NONE, BuildProgress.SILENT).build(build,
                    session.places().target(place).store());
            console.print("   %-15s %s  %s".formatted(platform, result.root().digest().abbreviated(), place));
            names.put(platform, place);
        }
        return names;
    }

    private static String suffix(Platform platform) {
        return platform.architecture() + platform.variant();
    }

    private Found publish(Map<Platform, Place.InRegistry> names) throws IOException, InterruptedException {
        Place.InRegistry one = registryPlace("hello");
        List<IndexSource> sources = new ArrayList<>();
        for (Place.InRegistry name : names.values()) {
            Found found = session.places().find(name);
            sources.add(IndexSource.of(name.toString(), found.source(), found.root(), Places.neighbourhood(name)));
        }
        IndexTarget target = new IndexTarget(session.places().target(one).store(), Places.neighbourhood(one),
                List.of(Tag.LATEST), Precondition.NONE);
        IndexPlan plan = IndexAssembly.assemble(
                new SourceReader(GraphLimits.DEFAULT, CopySettings.DEFAULT.parallelism()).read(sources),
                IndexOptions.DEFAULT, List.of(target));
        new IndexPublisher(CopySettings.DEFAULT, CopyListener.NONE).publish(plan);
        console.print("   %s  %s".formatted(one, plan.digest()));
        return session.places().find(one);
    }

    private void printHosts(Found hello) throws IOException {
        Map<Digest, String> labels = new LinkedHashMap<>();
        for (Descriptor entry : hello.source().fetchManifest(hello.root().digest()).parse().children()) {
            labels.put(entry.digest(), entry.platform().map(Platform::toString).orElse("?"));
        }
        Table table = new Table("   HOST", "docker", "containerd", "podman");
        List<Platform> hosts = new ArrayList<>(PLATFORMS);
        hosts.addAll(OTHER_HOSTS);
        for (Platform host : hosts) {
            Map<Engine, Selection> selections = PlatformResolution.resolve(hello.source(), hello.root(),
                    hello.place().toString(), SelectionRequest.of(host), ENGINES).selections();
            List<String> row = new ArrayList<>(List.of("   " + host));
            selections.values()
                    .forEach(selection -> row
                            .add(selection.digest().map(digest -> labels.getOrDefault(digest, "?")).orElse("nothing")));
            table.row(row);
        }
        table.print(console);
    }

    private void printNext() {
        console.print("");
        console.print("== What to type next");
        console.print("   ./anyarch serve --store %s".formatted(directory));
        console.print("   ./anyarch inspect localhost:5000/hello          # or: docker pull localhost:5000/hello");
        console.print("   ./anyarch build -t you/app --platform linux/amd64,linux/arm64 DIRECTORY");
        console.print("   ./anyarch help");
    }

    private String host() {
        return "127.0.0.1:" + server.port();
    }

    private Place.InRegistry registryPlace(String repository) throws UsageException {
        return new Place.InRegistry(Place.reference(host() + "/" + repository));
    }

    @Override
    public void close() throws IOException {
        try (storage) {
            server.close();
        }
    }
}
