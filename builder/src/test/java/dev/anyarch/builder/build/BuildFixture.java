package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.content.Compression;
import dev.anyarch.content.LayerWriter;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.content.WrittenLayer;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.BlobUpload;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A context directory, base images in memory, and a target to look into. */
final class BuildFixture {
    static final Platform AMD64 = Platform.parse("linux/amd64");
    static final Platform ARM64 = Platform.parse("linux/arm64");
    static final Platform ARM_V7 = Platform.parse("linux/arm/v7");

    final Path context;
    final MemoryStore target = new MemoryStore("target");
    private final Map<String, BaseImages.Location> images = new HashMap<>();

    BuildFixture(Path context) {
        this.context = context;
    }

    /** Writes a file of the context. */
    BuildFixture file(String name, String text) throws IOException {
        Path file = context.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    ImageBuild request(String dockerfile, Platform... platforms) throws IOException {
        return ImageBuild
                .of(context, Dockerfile.parse("Dockerfile", dockerfile),
                        platforms.length == 0 ? List.of(AMD64) : List.of(platforms))
                .withBuildPlatform(AMD64)
                .withIgnoreFile(Dockerfiles.readIgnoreFile(context, Optional.empty()));
    }

    BuildResult build(ImageBuild build) throws IOException, InterruptedException {
        return new ImageBuilder(images(), BuildProgress.SILENT).build(build, target);
    }

    /** Builds with what is in {@code cache}, whose layers are in {@code layers}; tells which steps were found there. */
    Cached build(ImageBuild build, Path cache, ImageStore layers, Freshness freshness)
            throws IOException, InterruptedException {
        List<String> found = new CopyOnWriteArrayList<>();
        List<String> begun = new CopyOnWriteArrayList<>();
        BuildProgress progress = new BuildProgress() {
            @Override
            public void found(Step step) {
                found.add(step.text());
            }

            @Override
            public void begun(Step step) {
                begun.add("%s %s %s".formatted(step.platform(), step.stage(), step.text()));
            }
        };
        try (BuildCache opened = BuildCache.open(cache, layers, Optional.empty())) {
            BuildResult result = new ImageBuilder(images(), progress).withCache(opened, freshness)
                    .build(build, target);
            return new Cached(result, found.stream().sorted().toList(), begun.stream().sorted().toList());
        }
    }

    /** A result, the steps that were found done, and all steps with their platforms and stages. */
    record Cached(BuildResult result, List<String> found, List<String> begun) {}

    BaseImages images() {
        return (reference, _) -> Optional.ofNullable(images.get(reference));
    }

    Built build(String dockerfile, Platform... platforms) throws IOException, InterruptedException {
        ImageBuild request = request(dockerfile, platforms);
        return built(build(request), request.platforms().getFirst());
    }

    Built built(BuildResult result, Platform platform) throws IOException {
        Descriptor descriptor = Optional.ofNullable(result.manifests().get(platform)).orElseThrow();
        if (!(target.fetchManifest(descriptor.digest()).parse() instanceof ImageManifest manifest)) {
            throw new IllegalStateException("expected an image manifest");
        }
        try (InputStream in = target.openBlob(manifest.config())) {
            return new Built(this, result, manifest, ImageConfig.parse(in.readAllBytes()));
        }
    }

    /** Adds a base image with one layer for each platform. */
    BuildFixture base(String reference, Json.Obj settings, Map<TarEntry, String> files, Platform... platforms)
            throws IOException {
        MemoryStore store = new MemoryStore(reference);
        List<Descriptor> entries = new ArrayList<>();
        for (Platform platform : platforms) {
            entries.add(image(store, settings, files, platform).withPlatform(platform));
        }
        Descriptor root = entries.getFirst().bare();
        if (platforms.length > 1) {
            ImageIndex index = ImageIndex.create(MediaType.OCI_INDEX, entries, Map.of());
            store.putManifest(index.raw(), List.of());
            root = index.raw().descriptor();
        }
        images.put(reference, new BaseImages.Location(store, root));
        return this;
    }

    private static Descriptor image(MemoryStore store, Json.Obj settings, Map<TarEntry, String> files,
            Platform platform) throws IOException {
        WrittenLayer layer;
        try (BlobUpload upload = store.upload()) {
            LayerWriter writer = new LayerWriter(upload.stream(), Compression.GZIP);
            for (Map.Entry<TarEntry, String> file : files.entrySet()) {
                writer.add(file.getKey(), new ByteArrayInputStream(file.getValue().getBytes(StandardCharsets.UTF_8)));
            }
            layer = writer.finish();
            upload.commit(layer.descriptor().digest());
        }
        byte[] config = new ImageConfig(new JsonBuilder().put("architecture", platform.architecture())
                .putUnlessEmpty("variant", platform.variant())
                .put("os", platform.os())
                .put("config", settings)
                .put("rootfs", new JsonBuilder().put("type", "layers")
                        .putUnlessEmpty("diff_ids", List.of(layer.diffId().toString()))
                        .build())
                .build()).toBytes();
        Descriptor descriptor = Descriptor.of(MediaType.OCI_CONFIG, config);
        try (BlobUpload upload = store.upload(descriptor)) {
            upload.write(config, 0, config.length);
            upload.commit(descriptor.digest());
        }
        ImageManifest manifest = ImageManifest.create(MediaType.OCI_MANIFEST, descriptor, List.of(layer.descriptor()),
                Map.of());
        store.putManifest(manifest.raw(), List.of());
        return manifest.raw().descriptor();
    }

    static TarEntry textFile(String path, String text) {
        return TarEntry.file(path, 0644, text.getBytes(StandardCharsets.UTF_8).length);
    }

    static Map<TarEntry, String> files(String... pathsAndTexts) {
        Map<TarEntry, String> files = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(textFile(pathsAndTexts[i], pathsAndTexts[i + 1]), pathsAndTexts[i + 1]);
        }
        return files;
    }

    /** One image of a result. */
    record Built(BuildFixture fixture, BuildResult result, ImageManifest manifest, ImageConfig config) {

        /** The entries of the last layer as {@code path mode uid:gid}, with what they are or hold. */
        List<String> lastLayer() throws IOException {
            return layer(manifest.layers().size() - 1);
        }

        List<String> layer(int index) throws IOException {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<TarEntry, String> entry : entries(index).entrySet()) {
                TarEntry header = entry.getKey();
                String what = switch (header.type()) {
                    case FILE -> "=" + entry.getValue();
                    case DIRECTORY -> "/";
                    case SYMBOLIC_LINK -> " -> " + header.linkName();
                    case HARD_LINK -> " == " + header.linkName();
                    case FIFO, CHARACTER_DEVICE, BLOCK_DEVICE -> " " + header.type();
                };
                lines.add("%s%s %o %d:%d".formatted(header.path(), what, header.mode(), header.uid(), header.gid()));
            }
            return lines;
        }

        Map<TarEntry, String> entries(int index) throws IOException {
            Map<TarEntry, String> entries = new LinkedHashMap<>();
            Descriptor layer = manifest.layers().get(index);
            try (TarReader tar = new TarReader(Compression.ofMediaType(layer.mediaType())
                    .decompress(fixture.target.openBlob(layer)))) {
                for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                    String text = next.get().type() == TarType.FILE
                            ? new String(tar.content().readAllBytes(), StandardCharsets.UTF_8)
                            : "";
                    entries.put(next.get(), text);
                }
            }
            return entries;
        }

        String settings() throws IOException {
            return JsonText.text(config.runtime().orElseThrow().object());
        }
    }
}
