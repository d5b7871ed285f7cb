package dev.anyarch.server;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.storage.SparsePolicy;
import dev.anyarch.storage.Storage;
import dev.anyarch.testkit.RawHttp;
import dev.anyarch.testkit.RawHttp.Response;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A registry in this process over a storage of its own, and the requests that tests make of it. */
final class TestRegistry implements Closeable {
    static final byte[] NOTHING = new byte[0];
    static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    private final Storage storage;
    private final RegistryServer server;

    private TestRegistry(Storage storage, RegistryServer server) {
        this.storage = storage;
        this.server = server;
    }

    static TestRegistry start(Path directory) throws IOException {
        return start(directory, settings -> settings);
    }

    static TestRegistry start(Path directory, UnaryOperator<ServerSettings> changes) throws IOException {
        Storage storage = Storage.open(directory, SparsePolicy.COMPLETE);
        return new TestRegistry(storage,
                RegistryServer.start(changes.apply(ServerSettings.loopback().withEventLoops(2)), storage));
    }

    int port() {
        return server.port();
    }

    Response get(String target) throws IOException {
        return send("GET", target, Map.of(), NOTHING);
    }

    Response send(String method, String target) throws IOException {
        return send(method, target, Map.of(), NOTHING);
    }

    Response send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        return RawHttp.exchange(port(), method, target, headers, body);
    }

    /** Pushes a blob in one request. */
    Digest pushBlob(String repository, byte[] bytes) throws IOException {
        Digest digest = Digest.sha256(bytes);
        expect(201, send("POST", "/v2/%s/blobs/uploads/?digest=%s".formatted(repository, digest), Map.of(), bytes));
        return digest;
    }

    /** Begins an upload and answers its location. */
    String startUpload(String repository) throws IOException {
        return expect(202, send("POST", "/v2/%s/blobs/uploads/".formatted(repository))).header("Location")
                .orElseThrow();
    }

    Response pushManifest(String repository, String reference, RawManifest manifest) throws IOException {
        return pushManifest(repository, reference, manifest, Map.of());
    }

    Response pushManifest(String repository, String reference, RawManifest manifest, Map<String, String> headers)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", manifest.mediaType().value());
        return send("PUT", "/v2/%s/manifests/%s".formatted(repository, reference), all, manifest.bytes());
    }

    /** A small image whose blobs are pushed and which is not. */
    RawManifest image(String repository, String name) throws IOException {
        return image(repository, name, Optional.empty(), Optional.empty());
    }

    RawManifest image(String repository, String name, Optional<Descriptor> subject, Optional<String> artifactType)
            throws IOException {
        pushBlob(repository, CONFIG);
        return ImageManifest.create(MediaType.OCI_MANIFEST, Descriptor.of(MediaType.OCI_CONFIG, CONFIG), List.of(),
                subject, artifactType, Map.of("name", name)).raw();
    }

    static Response expect(int status, Response response) {
        if (response.status() != status) {
            throw new AssertionError("expected status %d, got %d: %s".formatted(status, response.status(),
                    response.text()));
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        try (storage) {
            server.close();
        }
    }
}
