package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    static void warn(ImageBuild build, BuildServices.Warnings warnings) {
        Dockerfile dockerfile = build.dockerfile();
        Set<String> declared = new HashSet<>();
        dockerfile.globalArgs().forEach(arg -> arg.declarations().forEach(one -> declared.add(one.name())));
        for (Stage stage : dockerfile.stages()) {
            for (Instruction instruction : stage.instructions()) {
                if (instruction instanceof Instruction.Arg arg) {
                    arg.declarations().forEach(one -> declared.add(one.name()));
                }
            }
        }
        Set<String> given = new TreeSet<>(build.buildArgs().keySet());
        build.platformBuildArgs().values().forEach(args -> given.addAll(args.keySet()));
        for (String name : given) {
            if (!declared.contains(name) && !PROXIES.contains(name.toLowerCase(Locale.ROOT))
                    && !PREDEFINED.contains(name)) {
                warnings.warn(Optional.empty(), "--build-arg %s: no ARG takes it".formatted(name));
            }
        }
    }
}
