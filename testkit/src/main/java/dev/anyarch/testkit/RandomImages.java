package dev.anyarch.testkit;

import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.RawManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small valid images with random content: real tar layers, right digests and diff IDs. The same seed gives the same images
 * in the same order. For one thread.
 */
public final class RandomImages {
    private static final int MAX_FILE = 4000;

    private final Random random;

    public RandomImages(long seed) {
        this.random = new Random(seed);
    }

    /** An OCI image of two gzip layers. */
    public TestImage image(Platform platform) throws IOException {
        return image(platform, 2, Compression.GZIP);
    }

    /** An OCI image of so many layers, each with a few small files. */
    public TestImage image(Platform platform, int layers, Compression compression) throws IOException {
        Map<Digest, byte[]> blobs = new LinkedHashMap<>();
        List<Descriptor> descriptors = new ArrayList<>();
        List<String> diffIds = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            WrittenLayer layer = layer(bytes, compression);
            blobs.put(layer.descriptor().digest(), bytes.toByteArray());
            descriptors.add(layer.descriptor());
            diffIds.add(layer.diffId().toString());
        }
        byte[] config = JsonWriter.compact(config(platform, diffIds));
        blobs.put(Digest.sha256(config), config);
        RawManifest manifest = ImageManifest
                .create(MediaType.OCI_MANIFEST, Descriptor.of(MediaType.OCI_CONFIG, config), descriptors, Map.of())
                .raw();
        return new TestImage(manifest, List.of(), blobs);
    }

    /** An OCI index with an image of each platform. */
    public TestImage index(Platform... platforms) throws IOException {
        Map<Digest, byte[]> blobs = new LinkedHashMap<>();
        List<Descriptor> entries = new ArrayList<>();
        List<RawManifest> children = new ArrayList<>();
        for (Platform platform : platforms) {
            TestImage image = image(platform);
            blobs.putAll(image.blobs());
            children.add(image.root());
            entries.add(image.root().descriptor().withPlatform(platform));
        }
        return new TestImage(ImageIndex.create(MediaType.OCI_INDEX, entries, Map.of()).raw(), children, blobs);
    }

    /** Random bytes, which no compression makes smaller. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private WrittenLayer layer(ByteArrayOutputStream out, Compression compression) throws IOException {
        try (LayerWriter layer = new LayerWriter(out, compression)) {
            String directory = "d" + random.nextInt(1_000_000);
            layer.add(TarEntry.directory(directory, 0755));
            int files = 1 + random.nextInt(3);
            for (int i = 0; i < files; i++) {
                byte[] content = bytes(random.nextInt(MAX_FILE));
                layer.add(TarEntry.file(directory + "/f" + i, 0644, content.length),
                        new ByteArrayInputStream(content));
            }
            layer.add(TarEntry.symbolicLink(directory + "/link", "f0"));
            return layer.finish();
        }
    }

    private static Json.Obj config(Platform platform, List<String> diffIds) {
        return new JsonBuilder().put("architecture", platform.architecture())
                .put("os", platform.os())
                .putUnlessEmpty("os.version", platform.osVersion())
                .putUnlessEmpty("os.features", platform.osFeatures())
                .putUnlessEmpty("variant", platform.variant())
                .put("created", "1970-01-01T00:00:00Z")
                .put("config", new JsonBuilder().put("Env", Json.ofStrings(List.of("PATH=/bin"))).build())
                .put("rootfs", new JsonBuilder().put("type", "layers")
                        .put("diff_ids", Json.ofStrings(diffIds))
                        .build())
                .build();
    }
}
