package dev.anyarch.builder.build;

import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.runtime.ExpandedLayers;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of an image whose layers are on disk.
 *
 * @param names of the layers, the lowest first
 */
record ExpandedImage(FileTree tree, ExpandedLayers layers, List<String> names, ImageConfig config)
        implements
            ProgramFiles {
    private static final int SHOWN = 60;

    ExpandedImage {
        names = List.copyOf(names);
    }

    /** The file of the tree is in the highest layer that has one at this path. */
    @Override
    public InputStream open(TreePath path, Leaf file) throws IOException {
        return open(layers, names, path, file);
    }

    /** As {@link #open(TreePath, Leaf)}: from the disk, since a layer would be expanded for it once more. */
    static InputStream open(ExpandedLayers layers, List<String> names, TreePath path, Leaf file) throws IOException {
        Optional<InputStream> found = layers.open(names, path.text());
        return found.isPresent() ? found.get() : file.content().open();
    }

    @Override
    public String origin(TreePath path, Leaf file) throws IOException {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (layers.hasFile(names.get(i), path.text())) {
                return " from layer %d%s".formatted(i + 1, history(i).map(" (%s)"::formatted).orElse(""));
            }
        }
        return "";
    }

    /** What made a layer, in a few words. */
    private Optional<String> history(int layer) throws InvalidContentException {
        List<String> texts = new ArrayList<>();
        for (JsonFields entry : config.fields().objects("history")) {
            if (entry.object().find("empty_layer").filter(Json.of(true)::equals).isEmpty()) {
                texts.add(entry.stringOrEmpty("created_by"));
            }
        }
        if (texts.size() != names.size() || texts.get(layer).isBlank()) {
            return Optional.empty();
        }
        String text = texts.get(layer)
                .replaceFirst("^(\\|\\d+ .*)?/bin/sh -c #\\(nop\\)\\s+", "")
                .replaceFirst("\\s*# buildkit$", "")
                .replaceAll("\\s+", " ")
                .strip();
        return Optional.of(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }
}
