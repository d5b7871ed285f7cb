package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.model.platform.Platform;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells of {@code --build-arg}s that no ARG takes. */
final class UndeclaredArguments {
    /** In lower case. */
    static final Set<String> PROXIES = Set.of("http_proxy", "https_proxy", "ftp_proxy", "no_proxy",
            "all_proxy");
    /** Given by every build, or meant for the build itself. */
    private static final Set<String> PREDEFINED = Set.of("TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT",
            "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "SOURCE_DATE_EPOCH",
            "BUILDKIT_CONTEXT_KEEP_GIT_DIR");

    private UndeclaredArguments() {}

    /** @param triggered what instructions that base images trigger declare */
    static void warn(ImageBuild build, Set<String> triggered, BuildServices.Warnings warnings) {
        Dockerfile dockerfile = build.dockerfile();
        Set<String> declared = new HashSet<>(triggered);
        dockerfile.globalArgs().forEach(arg -> declared.addAll(declaredBy(arg)));
        for (Stage stage : dockerfile.stages()) {
            stage.instructions().forEach(instruction -> declared.addAll(declaredBy(instruction)));
        }
        Set<String> given = new TreeSet<>(build.buildArgs().keySet());
        build.platformBuildArgs().values().forEach(args -> given.addAll(args.keySet()));
        for (String name : given) {
            if (!declared.contains(name) && !PROXIES.contains(name.toLowerCase(Locale.ROOT))
                    && !PREDEFINED.contains(name)) {
                warnings.warn(Optional.empty(), "--build-arg %s: no ARG takes it".formatted(name));
            }
        }
        for (Platform platform : build.platformBuildArgs().keySet()) {
            if (build.platforms().stream().noneMatch(one -> one.normalized().equals(platform.normalized()))) {
                warnings.warn(Optional.empty(), "--build-arg %s:%s has no effect: %s is not built, only %s".formatted(
                        platform, build.platformBuildArgs().get(platform).keySet().iterator().next(), platform,
                        build.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "))));
            }
        }
    }

    /** Also what is declared where another image is built on this one. */
    static Set<String> declaredBy(Instruction instruction) {
        Instruction declaration = instruction instanceof Instruction.OnBuild later ? later.trigger() : instruction;
        return declaration instanceof Instruction.Arg arg
                ? arg.declarations().stream().map(Instruction.Arg.Declaration::name).collect(Collectors.toSet())
                : Set.of();
    }
}
