package dev.anyarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyarch.model.RawManifest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.server.RegistryServer;
import dev.anyarch.server.ServerSettings;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.layout.OciLayout;
import dev.anyarch.testkit.RandomImages;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import dev.anyarch.testkit.TestImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A registry that wants tokens, with an image of two platforms as {@code app:1}, which is also in the layout {@code images};
 * what stands in front of it can be told to fail.
 */
record RegistryScene(Path directory, Cli cli, Storage storage, RegistryServer server, ScriptedRegistry front)
        implements
            Closeable {
    private static final RepositoryName APP = new RepositoryName("app");
    private static final RepositoryName NEW = new RepositoryName("new");

    static RegistryScene start(Path directory) throws IOException {
        Files.createDirectories(directory);
        Storage storage = Storage.open(directory.resolve("registry"));
        RegistryServer server = RegistryServer.start(ServerSettings.loopback().withAddress("127.0.0.1", 0), storage);
        RegistryScene scene = new RegistryScene(directory, new Cli(directory), storage, server,
                ScriptedRegistry.inFrontOf(server.port()));
        try (OciLayout layout = OciLayout.create(directory.resolve("images"))) {
            fill(layout);
        }
        fill(storage.repository(APP));
        return scene;
    }

    private static void fill(ImageStore store) throws IOException {
        TestImage image = new RandomImages(1).index(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
        for (var blob : image.blobs().entrySet()) {
            try (BlobUpload upload = store.upload()) {
                upload.write(blob.getValue(), 0, blob.getValue().length);
                upload.commit(blob.getKey());
            }
        }
        for (RawManifest child : image.children()) {
            store.putManifest(child, List.of());
        }
        store.putManifest(image.root(), List.of(new Tag("1")));
    }

    /** Host and port. */
    String name() {
        return front.authority();
    }

    String challenge() {
        return "Bearer realm=\"%s\",service=\"scene\"".formatted(front.url("/token"));
    }

    /** Runs a command; whatever was told to fail before this goes before what is right. */
    Cli.Outcome run(String... arguments) {
        front.when(request -> request.line().equals("GET /token"), Reply.of(200).json("{\"token\":\"good\"}"));
        front.when(request -> request.target().startsWith("/v2/")
                && !request.header("Authorization").equals("Bearer good"),
                Reply.of(401).header("WWW-Authenticate", challenge()));
        return cli.run(arguments);
    }

    /** A command that failed left nothing that could be taken for its result. */
    void requireNothingNew() throws IOException {
        assertThat(cli.run("images", "-o", "json").out()).isEqualTo("[]\n");
        assertThat(storage.repository(NEW).tags()).isEmpty();
        assertThat(directory.resolve("docker/config.json")).doesNotExist();
        if (Files.exists(directory.resolve("copied"))) {
            assertThat(OciLayout.open(directory.resolve("copied")).tags()).isEmpty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.equals("copied.tar") || name.startsWith(".anyarch-"));
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.close();
        storage.close();
    }
}
