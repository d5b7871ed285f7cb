package dev.anyarch.cli;

import dev.anyarch.content.Compression;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.store.ImageSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Takes the program of an image out of its layers: for an image that is one static program, all there is to unpack. */
final class Extraction {
    /** A program that is larger is not an example. */
    private static final long MAX_SIZE = 16L * 1024 * 1024;

    private Extraction() {}

    /**
     * Writes the entrypoint's program to {@code file} and makes it executable.
     *
     * @param image descriptor of an image manifest
     */
    static void entrypoint(ImageSource source, Descriptor image, Path file) throws IOException {
        GraphLoader loader = new GraphLoader(source, GraphLimits.DEFAULT, 1);
        if (!(loader.fetch(image) instanceof ImageManifest manifest)) {
            throw new InvalidContentException("manifest %s: expected an image to run".formatted(image.digest()));
        }
        String program = program(loader.config(manifest), image).replaceFirst("^/+", "");
        for (Descriptor layer : manifest.layers().reversed()) {
            if (extract(source, layer, program, file)) {
                return;
            }
        }
        throw new InvalidContentException("image %s: expected a layer with %s, found none".formatted(image.digest(),
                program));
    }

    private static String program(Optional<ImageConfig> config, Descriptor image) throws IOException {
        Optional<JsonFields> runtime = config.isPresent() ? config.get().runtime() : Optional.empty();
        List<String> entrypoint = runtime.isPresent() ? runtime.get().strings("Entrypoint") : List.of();
        if (entrypoint.isEmpty()) {
            throw new InvalidContentException("image %s: expected an entrypoint, found none".formatted(image.digest()));
        }
        return entrypoint.getFirst();
    }

    private static boolean extract(ImageSource source, Descriptor layer, String program, Path file)
            throws IOException {
        try (InputStream blob = new BufferedInputStream(source.openBlob(layer));
                TarReader tar = new TarReader(Compression.detect(blob).decompress(blob))) {
            for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
                TarEntry entry = next.get();
                if (entry.type() == TarType.FILE && entry.path().equals(program) && entry.size() <= MAX_SIZE) {
                    Files.copy(tar.content(), file, StandardCopyOption.REPLACE_EXISTING);
                    return file.toFile().setExecutable(true);
                }
            }
            return false;
        }
    }
}
