package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The seed story as a fixture: a busybox image for six architectures, published the old way and then under one name. */
final class OneName {
    /** What {@code uname -m} answers on each platform. */
    static final Map<String, String> MACHINES = Map.of("linux/amd64", "x86_64", "linux/arm64", "aarch64",
            "linux/arm/v7", "armv7l", "linux/386", "x86_64", "linux/ppc64le", "ppc64le", "linux/s390x", "s390x");

    private OneName() {}

    /** Builds, pushes {@code REGISTRY/ARCH/busybox:1} for each architecture, and makes {@code REGISTRY/busybox:1} of them. */
    static String publish(Anyarch anyarch, String registry, Path context) throws IOException, InterruptedException {
        List<String> sources = new ArrayList<>();
        for (String platform : Busybox.ARCHITECTURES.keySet()) {
            String source = "%s/%s/busybox:1".formatted(registry,
                    platform.substring("linux/".length()).replace("/", ""));
            anyarch.output("build", "--platform", platform, "-t", source, "--push", context.toString());
            sources.add(source);
        }
        String name = registry + "/busybox:1";
        List<String> create = new ArrayList<>(List.of("index", "create", "-t", name));
        create.addAll(sources);
        anyarch.output(create.toArray(String[]::new));
        return name;
    }
}
