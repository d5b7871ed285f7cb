package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyarch.model.Digest;
import dev.anyarch.model.MediaType;
import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An image as no honest tool makes it: content is under whatever digest a test wants, and some of it may be missing. The
 * same one can be in a layout and behind a registry.
 *
 * @param root what its name points at
 * @param rootType the media type that its place tells of the root
 * @param contents manifests and blobs, by the digest under which they are kept
 */
record HostileImage(Digest root, MediaType rootType, long rootSize, Map<Digest, byte[]> contents) {
    private static final byte[] LAYER = "layer".getBytes(UTF_8);
    static final Digest LAYER_DIGEST = Digest.sha256(LAYER);
    private static final byte[] CONFIG = """
        {"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(LAYER_DIGEST)
            .getBytes(UTF_8);
    static final Digest CONFIG_DIGEST = Digest.sha256(CONFIG);

    HostileImage {
        contents = Map.copyOf(contents);
    }

    /** A root with a good config and layer beside it. */
    static HostileImage of(MediaType type, String root) {
        return of(type, root.getBytes(UTF_8));
    }

    static HostileImage of(MediaType type, byte[] root) {
        return new HostileImage(Digest.sha256(root), type, root.length,
                Map.of(Digest.sha256(root), root, LAYER_DIGEST, LAYER, CONFIG_DIGEST, CONFIG));
    }

    /** The image that would be good. */
    static HostileImage good() {
        return of(MediaType.OCI_MANIFEST, manifest(""));
    }

    /** A manifest of the good config and layer. */
    static String manifest(String more) {
        return """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]%s}""".formatted(MediaType.OCI_MANIFEST,
                descriptor(MediaType.OCI_CONFIG, CONFIG_DIGEST, CONFIG.length),
                descriptor(MediaType.OCI_LAYER, LAYER_DIGEST, LAYER.length), more);
    }

    static String index(MediaType type, Digest digest, long size) {
        return """
            {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}""".formatted(MediaType.OCI_INDEX,
                descriptor(type, digest, size).replace("}",
                        ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}"));
    }

    private static String descriptor(MediaType type, Digest digest, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
    }

    /** With other bytes under a digest. */
    HostileImage with(Digest digest, byte[] bytes) {
        Map<Digest, byte[]> changed = new LinkedHashMap<>(contents);
        changed.put(digest, bytes);
        return new HostileImage(root, rootType, rootSize, changed);
    }

    HostileImage without(Digest digest) {
        Map<Digest, byte[]> changed = new LinkedHashMap<>(contents);
        changed.remove(digest);
        return new HostileImage(root, rootType, rootSize, changed);
    }

    /** Writes it as a layout, where it is called {@code 1}. */
    void toLayout(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("blobs/sha256"));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(directory.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(
                descriptor(rootType, root, rootSize).replace("}",
                        ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\"}}")));
        for (Map.Entry<Digest, byte[]> content : contents.entrySet()) {
            Files.write(directory.resolve("blobs/sha256").resolve(content.getKey().encoded()), content.getValue());
        }
    }

    /** Lets a registry serve it as {@code app:1}. */
    void toRegistry(ScriptedRegistry registry) {
        for (Map.Entry<Digest, byte[]> content : contents.entrySet()) {
            boolean index = new String(content.getValue(), UTF_8).contains("\"manifests\"");
            Reply reply = Reply.of(200)
                    .header("Content-Type", content.getKey().equals(root)
                            ? rootType.value()
                            : (index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST).value())
                    .header("Docker-Content-Digest", content.getKey().toString())
                    .body(content.getValue());
            for (String name : content.getKey().equals(root)
                    ? new String[]{"1", root.toString()}
                    : new String[]{content.getKey().toString()}) {
                registry.on("GET", "/v2/app/manifests/" + name, reply).on("HEAD", "/v2/app/manifests/" + name, reply);
            }
            registry.on("GET", "/v2/app/blobs/" + content.getKey(), Reply.of(200).body(content.getValue()));
        }
    }
}
