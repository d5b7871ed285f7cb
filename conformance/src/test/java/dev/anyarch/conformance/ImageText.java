package dev.anyarch.conformance;

import dev.anyarch.builder.build.ImageFiles;
import dev.anyarch.content.TarEntry;
import dev.anyarch.content.TarReader;
import dev.anyarch.content.TarType;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.store.ImageStore;
import dev.anyarch.store.layout.OciLayout;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an image is, as text to compare: every path of the merged layers with type, mode, owner, content, link and extended
 * attributes; then the configuration and the history. Without the programs of busybox, and without times, unless they are asked
 * for.
 */
final class ImageText {
    private static final int SHORT = 400;
    /** Not said by every builder, and without a meaning to those who run the image. */
    private static final Set<String> SILENT = Set.of("ArgsEscaped", "Hostname", "Domainname", "Image", "AttachStdin",
            "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce");

    /** The last is what a container has anyway, and is not always said. */
    private static final Set<String> NOTHING = Set.of("null", "\"\"", "[]", "{}", "false", "\"/\"");

    private static final String HISTORY = "history ";

    private ImageText() {}

    /** For builders that have words of their own there. */
    static String withoutHistory(String text) {
        return text.lines().filter(line -> !line.startsWith(HISTORY)).collect(Collectors.joining("\n"));
    }

    /** The only image of an OCI layout. */
    static String ofLayout(Path directory, boolean hasTimes) throws IOException, InterruptedException {
        try (OciLayout layout = OciLayout.open(directory)) {
            Descriptor image = image(layout, layout.roots().getFirst().descriptor());
            return of(layout, image, hasTimes);
        }
    }

    private static Descriptor image(ImageStore store, Descriptor root) throws IOException {
        Manifest manifest = store.fetchManifest(root.digest()).parse();
        return manifest instanceof ImageIndex index ? image(store, index.manifests().getFirst()) : root;
    }

    private static String of(ImageStore store, Descriptor image, boolean hasTimes)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        Path tar = Files.createTempFile("anyarch-image", ".tar");
        try (ImageFiles files = ImageFiles.open(store, image)) {
            try (TarWriter writer = new TarWriter(new BufferedOutputStream(Files.newOutputStream(tar)))) {
                files.writeTo(writer, "");
                writer.finish();
            }
            files(tar, hasTimes, text);
        } finally {
            Files.delete(tar);
        }
        if (store.fetchManifest(image.digest()).parse() instanceof ImageManifest manifest) {
            try (InputStream config = store.openBlob(manifest.config())) {
                ImageConfig parsed = ImageConfig.parse(config.readAllBytes());
                config(parsed.json(), text);
                for (JsonFields entry : parsed.fields().objects("history")) {
                    byte[] createdBy = entry.stringOrEmpty("created_by").getBytes(StandardCharsets.UTF_8);
                    text.append("%s%s%n".formatted(HISTORY, escaped(createdBy)));
                }
            }
        }
        return text.toString();
    }

    private static void files(Path tar, boolean hasTimes, StringBuilder text) throws IOException {
        try (TarReader reader = new TarReader(new BufferedInputStream(Files.newInputStream(tar)))) {
            for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                TarEntry entry = next.get();
                if (!entry.linkName().equals("/bin/busybox")) {
                    text.append("/%s %s%s %d:%d%s%s%s%s%n".formatted(entry.path(), entry.type(),
                            entry.type() == TarType.SYMBOLIC_LINK ? "" : " %o".formatted(entry.mode()), entry.uid(),
                            entry.gid(), entry.linkName().isEmpty() ? "" : " -> " + entry.linkName(),
                            entry.xattrs().isEmpty() ? "" : " " + entry.xattrs(),
                            hasTimes ? " " + entry.mtime().truncatedTo(ChronoUnit.SECONDS) : "",
                            content(entry, reader)));
                }
            }
        }
    }

    private static String content(TarEntry entry, TarReader reader) throws IOException {
        if (entry.type() != TarType.FILE) {
            return "";
        }
        byte[] bytes = reader.content().readAllBytes();
        return bytes.length > SHORT ? " " + Digest.sha256(bytes) : " =" + escaped(bytes);
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte value : bytes) {
            switch (value) {
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                default -> text.append(value >= ' ' && value < 127
                        ? String.valueOf((char) value)
                        : "\\x%02x".formatted(value));
            }
        }
        return text.toString();
    }

    private static void config(Json.Obj config, StringBuilder text) {
        for (String key : new String[]{"os", "architecture", "variant", "author"}) {
            config.find(key).ifPresent(value -> text.append("%s %s%n".formatted(key, text(value))));
        }
        if (config.find("config").orElse(Json.NULL) instanceof Json.Obj runtime) {
            Map<String, Json> sorted = new TreeMap<>(runtime.members());
            sorted.keySet().removeAll(SILENT);
            sorted.forEach((key, value) -> {
                String json = text(sorted(value));
                if (!NOTHING.contains(json)) {
                    text.append("config %s %s%n".formatted(key, json));
                }
            });
        }
    }

    /** The same with the members of objects by name. */
    private static Json sorted(Json value) {
        return value instanceof Json.Obj object
                ? new Json.Obj(new LinkedHashMap<>(new TreeMap<>(object.members())))
                : value;
    }

    private static String text(Json value) {
        return new String(JsonWriter.compact(value), StandardCharsets.UTF_8);
    }
}
