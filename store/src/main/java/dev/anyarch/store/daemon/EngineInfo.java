package dev.anyarch.store.daemon;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import java.util.Optional;

/**
 * What an engine says of itself.
 *
 * @param version of the engine
 * @param platform that its machine executes
 * @param holdsIndexes whether it has the containerd image store, which keeps indexes and the bytes of manifests
 */
public record EngineInfo(String version, Platform platform, boolean holdsIndexes) {
    /** In {@code DriverStatus}, next to {@code driver-type}. */
    private static final String SNAPSHOTTER = "io.containerd.snapshotter";

    /**
     * Reads the answers to {@code /info} and {@code /version}.
     *
     * @throws InvalidContentException when they are not those of a container engine
     */
    static EngineInfo of(JsonFields info, JsonFields version) throws InvalidContentException {
        String architecture = version.requiredString("Arch");
        String machine = info.stringOrEmpty("Architecture");
        String variant = architecture.equals("arm") && machine.matches("armv[5-8].*") ? "/v" + machine.charAt(4) : "";
        try {
            Platform platform = Platform
                    .parse("%s/%s%s".formatted(version.requiredString("Os"), architecture, variant));
            return new EngineInfo(version.stringOrEmpty("Version"), platform, hasSnapshotter(info));
        } catch (IllegalArgumentException e) {
            throw version.invalid("Arch", e);
        }
    }

    private static boolean hasSnapshotter(JsonFields info) {
        Optional<Json> status = info.object().find("DriverStatus");
        if (status.isEmpty() || !(status.get() instanceof Json.Arr rows)) {
            return false;
        }
        for (Json row : rows.elements()) {
            if (row instanceof Json.Arr pair && pair.elements().size() == 2
                    && pair.elements().getFirst().equals(Json.of("driver-type"))
                    && pair.elements().getLast() instanceof Json.Str(String type)) {
                return type.startsWith(SNAPSHOTTER);
            }
        }
        return false;
    }
}
