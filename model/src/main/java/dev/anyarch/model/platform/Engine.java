package dev.anyarch.model.platform;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The ways to select from an image by platform, by name: anyarch's own two, and what the programs of the field do, each with
 * its quirks. A selection is a pure function of the candidates and the request, apart from what the rule makes it read.
 */
public enum Engine {
    /** The platform itself. For assembling, filtering, mirroring, verifying. */
    STRICT("strict"),
    /** The best that a machine of the platform runs. For running and pulling. */
    COMPAT("compat"),
    /** The containerd client, nerdctl, BuildKit, dockerd on the containerd store. */
    CONTAINERD("containerd"),
    /** The same without anything that a machine of the platform also runs. */
    CONTAINERD_STRICT("containerd-strict"),
    /** Docker Engine with its classic graph drivers. */
    DOCKER("docker"), PODMAN("podman"),
    /** {@code --override-os}, {@code --override-arch} and {@code --override-variant} of the wanted platform. */
    SKOPEO("skopeo"), CRANE("crane"), REGCTL("regctl"), ORAS("oras"), ORAS_JAVA("oras-java"), JIB("jib"),
    /** {@code docker buildx imagetools create --platform}: a filter. */
    IMAGETOOLS("imagetools");

    private final String id;

    Engine(String id) {
        this.id = id;
    }

    /**
     * The engine of a name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Engine parse(String id) {
        return Arrays.stream(values())
                .filter(engine -> engine.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("engine '%s': expected one of %s".formatted(id,
                        Arrays.stream(values()).map(Engine::id).collect(Collectors.joining(", ")))));
    }

    /** The name on the command line and in JSON. */
    public String id() {
        return id;
    }

    /**
     * What this engine does with {@code root}.
     *
     * @throws IOException when something that the engine reads cannot be read
     */
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Platform wanted = request.wanted();
        Platform named = wanted.os().isEmpty() ? wanted.withOs("linux") : wanted;
        return rules().select(root, new SelectionRequest(named, request.allow32Bit()));
    }

    private SelectionRules rules() {
        return switch (this) {
            case STRICT -> OwnRules.strict();
            case COMPAT -> OwnRules.compat();
            case CONTAINERD -> new ContainerdRules(PlatformOrder::only);
            case CONTAINERD_STRICT -> new ContainerdRules(PlatformOrder::onlyStrict);
            case DOCKER -> new DockerRules();
            case PODMAN -> new ContainersImageRules("podman", ContainersImageRules::asPodman);
            case SKOPEO -> new ContainersImageRules("skopeo", wanted -> wanted);
            case CRANE -> new CraneRules();
            case REGCTL -> new RegctlRules();
            case ORAS -> new OrasRules();
            case ORAS_JAVA -> new OrasJavaRules();
            case JIB -> new JibRules();
            case IMAGETOOLS -> new ImagetoolsRules();
        };
    }

    @Override
    public String toString() {
        return id;
    }
}
