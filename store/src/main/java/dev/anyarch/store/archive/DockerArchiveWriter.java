package dev.anyarch.store.archive;

import dev.anyarch.content.Compression;
import dev.anyarch.content.ExpansionLimit;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pass over images into a Docker archive. Layers stay as they are, plain or gzip, both of which every loader takes;
 * zstd is expanded, because some do not, by way of a temporary file, because the size comes first in a tar archive.
 */
final class DockerArchiveWriter {
    private final ImageSource source;
    private final TarWriter tar;
    private final Map<Digest, String> written = new LinkedHashMap<>();
    private final Map<Digest, Image> images = new LinkedHashMap<>();

    private record Image(String config, List<String> names, List<String> layers) {}

    private DockerArchiveWriter(ImageSource source, TarWriter tar) {
        this.source = source;
        this.tar = tar;
    }

    static void write(OutputStream out, ImageSource source, List<NamedDescriptor> roots) throws IOException {
        TarWriter tar = new TarWriter(out);
        DockerArchiveWriter writer = new DockerArchiveWriter(source, tar);
        for (NamedDescriptor root : roots) {
            writer.add(root);
        }
        OciArchiveWriter.addFile(tar, "manifest.json", writer.manifest());
        tar.finish();
    }

    private void add(NamedDescriptor root) throws IOException {
        Digest digest = root.descriptor().digest();
        Image image = images.get(digest);
        if (image == null) {
            image = addImage(digest);
            images.put(digest, image);
        }
        Optional<String> name = root.name();
        if (name.isPresent() && !image.names().contains(name.get())) {
            image.names().add(name.get());
        }
    }

    private Image addImage(Digest digest) throws IOException {
        if (!(source.fetchManifest(digest).parse() instanceof ImageManifest manifest)) {
            throw new IllegalArgumentException(
                    "write docker-archive from %s: manifest %s: expected an image; choose a platform of an index"
                            .formatted(source.location(), digest));
        }
        Descriptor config = manifest.config();
        if (config.size() > ImageConfig.MAX_SIZE) {
            throw new InvalidContentException("config %s of %s: expected at most %d bytes, found %d".formatted(
                    config.digest(), source.location(), ImageConfig.MAX_SIZE, config.size()));
        }
        String configName = config.digest().encoded() + ".json";
        addBlob(config, configName);
        List<String> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            layers.add(addLayer(layer));
        }
        return new Image(configName, new ArrayList<>(), layers);
    }

    private String addLayer(Descriptor layer) throws IOException {
        String known = written.get(layer.digest());
        if (known != null) {
            return known;
        }
        return switch (Compression.ofMediaType(layer.mediaType())) {
            case NONE -> addBlob(layer, layer.digest().encoded() + ".tar");
            case GZIP -> addBlob(layer, layer.digest().encoded() + ".tar.gz");
            case ZSTD -> addExpanded(layer, layer.digest().encoded() + ".tar");
        };
    }

    private String addBlob(Descriptor blob, String name) throws IOException {
        if (written.putIfAbsent(blob.digest(), name) == null) {
            try (InputStream in = source.openBlob(blob)) {
                tar.add(TarEntry.file(name, 0644, blob.size()), in);
            }
        }
        return name;
    }

    private String addExpanded(Descriptor layer, String name) throws IOException {
        Path temporary = Files.createTempFile("anyarch-layer-", ".tar");
        try {
            try (InputStream blob = source.openBlob(layer);
                    InputStream in = ExpansionLimit.LAYER.expand(blob, Compression.ZSTD,
                            "expand layer " + layer.digest())) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                // to the end of the blob, which is what verifies it
                blob.transferTo(OutputStream.nullOutputStream());
            }
            try (InputStream in = Files.newInputStream(temporary)) {
                tar.add(TarEntry.file(name, 0644, Files.size(temporary)), in);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        written.put(layer.digest(), name);
        return name;
    }

    private byte[] manifest() {
        List<Json> elements = new ArrayList<>();
        for (Image image : images.values()) {
            elements.add(new JsonBuilder().put("Config", image.config())
                    .put("RepoTags", Json.ofStrings(image.names()))
                    .put("Layers", Json.ofStrings(image.layers()))
                    .build());
        }
        return JsonWriter.compact(new Json.Arr(elements));
    }
}
