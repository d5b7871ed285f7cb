package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The image of a stage while it is built: layers, settings, history. For one thread. */
final class ImageDraft {
    static final String LINUX_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static final String WINDOWS_PATH = "c:\\Windows\\System32;c:\\Windows";
    /** What a build must not take over from its base, because it says how that one was made. */
    private static final List<String> NOT_INHERITED = List.of("container", "container_config", "docker_version", "id",
            "parent", "throwaway", "created", "architecture", "variant", "os", "os.version", "os.features", "author",
            "config", "rootfs", "history");

    private final Platform platform;
    private final RuntimeSettings settings;
    private final Json.Obj inherited;
    private final List<Layer> layers;
    private final List<OwnLayer> ownLayers = new ArrayList<>();
    private final List<Json> history;
    private String author;

    private ImageDraft(Platform platform, RuntimeSettings settings, Json.Obj inherited, List<Layer> layers,
            List<Json> history, String author) {
        this.platform = platform;
        this.settings = settings;
        this.inherited = inherited;
        this.layers = new ArrayList<>(layers);
        this.history = new ArrayList<>(history);
        this.author = author;
    }

    static ImageDraft scratch(Platform platform) {
        RuntimeSettings settings = new RuntimeSettings(Json.Obj.EMPTY, "config");
        boolean windows = platform.os().equals("windows");
        settings.setEnvironment(Map.of("PATH", windows ? WINDOWS_PATH : LINUX_PATH));
        settings.setText("WorkingDir", windows ? "C:\\" : "/");
        return new ImageDraft(platform, settings, Json.Obj.EMPTY, List.of(), List.of(), "");
    }

    static ImageDraft on(BaseImage base, Platform platform) throws InvalidContentException {
        ImageConfig config = base.config();
        JsonFields fields = config.fields();
        RuntimeSettings settings = new RuntimeSettings(
                config.runtime().map(JsonFields::object).orElse(Json.Obj.EMPTY), "config of " + base.reference());
        Map<String, String> environment = settings.environment();
        if (!environment.containsKey("PATH") && !platform.os().equals("windows")) {
            environment.put("PATH", LINUX_PATH);
            settings.setEnvironment(environment);
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            layers.add(new Layer(base.manifest().layers().get(i), config.diffIds().get(i)));
        }
        List<Json> history = history(base, layers.size());
        return new ImageDraft(inheriting(platform, config.platform()), settings, fields.unknownMembers(NOT_INHERITED),
                layers, history, fields.stringOrEmpty("author"));
    }

    /**
     * The base's history; tools count one entry for each layer, so one that is missing is made. It names the base by its
     * digest, because its name may be a path of this machine.
     */
    private static List<Json> history(BaseImage base, int layers) throws InvalidContentException {
        List<Json> history = new ArrayList<>();
        int described = 0;
        for (JsonFields entry : base.config().fields().objects("history")) {
            history.add(entry.object());
            boolean isEmpty = entry.object().find("empty_layer").filter(Json.of(true)::equals).isPresent();
            described += isEmpty ? 0 : 1;
        }
        for (int i = described; i < layers; i++) {
            history.add(new JsonBuilder().put("created", Instant.EPOCH.toString())
                    .put("created_by", "FROM " + base.manifest().raw().digest())
                    .build());
        }
        return history;
    }

    /** The OS version and features of the base are those of the image, unless the build asked for others. */
    private static Platform inheriting(Platform wanted, Platform base) {
        Platform platform = wanted.normalized();
        return new Platform(platform.os(), platform.architecture(), platform.variant(),
                platform.osVersion().isEmpty() ? base.osVersion() : platform.osVersion(),
                platform.osFeatures().isEmpty() ? base.osFeatures() : platform.osFeatures(), Json.Obj.EMPTY);
    }

    /** A draft that goes on from this one. */
    ImageDraft copy() {
        ImageDraft copy = new ImageDraft(platform, settings.copy(), inherited, layers, history, author);
        copy.ownLayers.addAll(ownLayers);
        return copy;
    }

    Platform platform() {
        return platform;
    }

    RuntimeSettings settings() {
        return settings;
    }

    List<Layer> layers() {
        return List.copyOf(layers);
    }

    /** Those that the build added, in this stage and the stages below. */
    List<OwnLayer> ownLayers() {
        return List.copyOf(ownLayers);
    }

    void changeAuthor(String newAuthor) {
        author = newAuthor;
    }

    /** Adds what an instruction did. */
    void add(String createdBy, Optional<Layer> layer, Instant created) {
        layer.ifPresent(layers::add);
        JsonBuilder entry = new JsonBuilder().put("created", created.toString())
                .put("created_by", createdBy)
                .put("comment", "anyarch");
        if (layer.isEmpty()) {
            entry.put("empty_layer", true);
        }
        history.add(entry.build());
    }

    /** Adds what an instruction did, and remembers which one it was. */
    void add(SourceLocation at, String createdBy, Optional<Layer> layer, Instant created) {
        layer.ifPresent(made -> ownLayers.add(new OwnLayer(at, made)));
        add(createdBy, layer, created);
    }

    ImageConfig toConfig(Instant created) {
        List<Digest> diffIds = layers.stream().map(Layer::diffId).toList();
        return new ImageConfig(new JsonBuilder().put("created", created.toString())
                .putUnlessEmpty("author", author)
                .put("architecture", platform.architecture())
                .putUnlessEmpty("variant", platform.variant())
                .put("os", platform.os())
                .putUnlessEmpty("os.version", platform.osVersion())
                .putUnlessEmpty("os.features", platform.osFeatures())
                .put("config", settings.toJson())
                .put("rootfs", new JsonBuilder().put("type", "layers")
                        .put("diff_ids", Json.ofStrings(diffIds.stream().map(Digest::toString).toList()))
                        .build())
                .put("history", new Json.Arr(history))
                .putAllAbsent(inherited)
                .build());
    }
}
