package dev.anyarch.operations.inspect;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.json.JsonReader;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.DigestReference;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.operations.graph.GraphLimits;
import dev.anyarch.operations.graph.GraphLoader;
import dev.anyarch.operations.graph.Workers;
import dev.anyarch.store.ImageSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What {@code docker manifest inspect} (client 28) prints on standard output for the same reference, byte for byte.
 *
 * <p>A single manifest is printed as it is, laid out with tabs. An index is not: the client makes a new list of what it
 * found, laid out with three spaces, of the first child's kind, and without annotations.
 */
public final class DockerManifestInspect {
    private static final int MAX_CONFIG_SIZE = 4 * 1024 * 1024;

    private final ImageSource source;
    private final Reference reference;
    private final GraphLoader loader;
    private final int parallelism;

    private DockerManifestInspect(ImageSource source, Reference reference, int parallelism) {
        this.source = source;
        this.reference = reference;
        this.loader = new GraphLoader(source, GraphLimits.DEFAULT, parallelism);
        this.parallelism = parallelism;
    }

    /**
     * The bytes for standard output, with the final line break.
     *
     * @param root what the reference points at
     * @param verbose as with {@code -v}
     * @throws InvalidContentException for what Docker's client cannot show either, such as an index within an index
     */
    public static byte[] print(ImageSource source, Reference reference, Descriptor root, boolean verbose,
            int parallelism) throws IOException, InterruptedException {
        DockerManifestInspect inspect = new DockerManifestInspect(source, reference, parallelism);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(inspect.document(inspect.loader.fetch(root), verbose));
        out.write('\n');
        return out.toByteArray();
    }

    private byte[] document(Manifest root, boolean verbose) throws IOException, InterruptedException {
        return switch (root) {
            case ImageManifest image when verbose ->
                GoIndent.indent(verbose(image, reference, platform(image)), "\t", true);
            case ImageManifest image -> GoIndent.indent(image.raw().bytes(), "\t", false);
            case ImageIndex index when index.manifests().isEmpty() -> throw new InvalidContentException(
                    "%s: expected an index with entries, found one without any".formatted(reference));
            case ImageIndex index -> {
                List<ImageManifest> children = Workers.map(index.manifests(), parallelism, this::child);
                yield verbose ? verboseList(index, children) : list(index, children);
            }
            case OtherManifest other -> throw new InvalidContentException(
                    "%s: expected an image or an index, found %s".formatted(reference, other.mediaType()));
        };
    }

    private ImageManifest child(Descriptor entry) throws IOException {
        if (loader.fetch(entry) instanceof ImageManifest image) {
            return image;
        }
        throw new InvalidContentException("%s: expected images in the index, found entry %s of type %s"
                .formatted(reference, entry.digest(), entry.mediaType()));
    }

    private static byte[] list(ImageIndex index, List<ImageManifest> children) {
        List<Json> entries = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            Descriptor child = children.get(i).raw().descriptor();
            entries.add(new JsonBuilder().put("mediaType", child.mediaType().value())
                    .put("size", child.size())
                    .put("digest", child.digest().toString())
                    .put("platform", platform(index.manifests().get(i)).toJson())
                    .build());
        }
        MediaType mediaType = children.getFirst().mediaType().equals(MediaType.OCI_MANIFEST)
                ? MediaType.OCI_INDEX
                : MediaType.DOCKER_LIST;
        Json.Obj list = new JsonBuilder().put("schemaVersion", 2)
                .put("mediaType", mediaType.value())
                .put("manifests", new Json.Arr(entries))
                .build();
        return JsonWriter.indentedLikeGo(list, "   ").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] verboseList(ImageIndex index, List<ImageManifest> children) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('[');
        for (int i = 0; i < children.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            Descriptor entry = index.manifests().get(i);
            Reference child = new DigestReference(reference.registry(), reference.repository(), reference.tag(),
                    entry.digest());
            out.writeBytes(verbose(children.get(i), child, platform(entry)));
        }
        out.write(']');
        return GoIndent.indent(out.toByteArray(), "\t", true);
    }

    /** One object, not yet laid out, with the manifest's own bytes inside. */
    private static byte[] verbose(ImageManifest image, Reference name, Platform platform) {
        byte[] raw = image.raw().bytes();
        Json.Obj facts = new JsonBuilder().put("Ref", name.toString())
                .put("Descriptor", image.raw().descriptor().withPlatform(platform).toJson())
                .put("Raw", Base64.getEncoder().encodeToString(raw))
                .build();
        byte[] head = JsonWriter.compact(facts);
        String member = image.mediaType().equals(MediaType.OCI_MANIFEST) ? "OCIManifest" : "SchemaV2Manifest";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head, 0, head.length - 1);
        out.writeBytes((",\"" + member + "\":").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(raw);
        out.write('}');
        return out.toByteArray();
    }

    /** What the index says, and nothing when it says nothing: the client does not ask the configuration then. */
    private static Platform platform(Descriptor entry) {
        return entry.platform().orElse(new Platform("", "", "")).withoutExtensions();
    }

    /** What the configuration says, whatever its type: an artifact's may well be an empty object. */
    private Platform platform(ImageManifest image) throws IOException {
        Descriptor config = image.config();
        if (config.size() > MAX_CONFIG_SIZE) {
            throw new InvalidContentException("%s: config %s: expected at most %d bytes, found %d".formatted(reference,
                    config.digest(), MAX_CONFIG_SIZE, config.size()));
        }
        try (InputStream in = source.openBlob(config)) {
            String subject = "%s: config %s".formatted(reference, config.digest());
            return Platform.fromJson(new JsonFields(JsonReader.readObject(in.readAllBytes(), subject), subject))
                    .withoutExtensions();
        }
    }
}
