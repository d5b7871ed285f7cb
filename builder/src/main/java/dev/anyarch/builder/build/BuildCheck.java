package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.lint.DockerfileLint;
import dev.anyarch.builder.lint.Surroundings;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks a Dockerfile without building it. */
public final class BuildCheck {
    private BuildCheck() {}

    /**
     * What the linter finds in the order of the file.
     *
     * @param images asked for the variables that base images set; one that is not there is not an error here
     */
    public static List<DockerfileWarning> check(ImageBuild build, BaseImages images)
            throws IOException, InterruptedException {
        GlobalScope globals = new GlobalScope(build, build.platforms().getFirst());
        BaseImageCatalog catalog = new BaseImageCatalog(images);
        Map<Integer, Set<String>> variables = new HashMap<>();
        for (Stage stage : build.dockerfile().stages()) {
            variables(build, stage, globals, catalog).ifPresent(names -> variables.put(stage.index(), names));
        }
        return DockerfileLint.check(build.dockerfile(), surroundings(build, variables));
    }

    private static Optional<Set<String>> variables(ImageBuild build, Stage stage, GlobalScope globals,
            BaseImageCatalog catalog)
            throws InterruptedException {
        Instruction.From from = stage.from();
        try {
            Platform platform = PlatformArgument.of(from, globals);
            String name = globals.expand(from.location(), from.image());
            if (!(Origin.of(build, name, stage.index()) instanceof Origin.OfImage(String reference))) {
                return Optional.empty();
            }
            BaseImage base = catalog.find(from.location(), reference, platform);
            return Optional.of(ImageDraft.on(base, platform).settings().environment().keySet());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Surroundings surroundings(ImageBuild build, Map<Integer, Set<String>> variables)
            throws InvalidContentException {
        Dockerfile dockerfile = build.dockerfile();
        IgnoreRules ignored = IgnoreRules.of(build);
        return new Surroundings(path -> ignored.ignores(IgnoreRules.clean("/" + path)),
                build.buildArgs(build.platforms().getFirst()),
                from -> dockerfile.stages()
                        .stream()
                        .filter(stage -> stage.from().equals(from))
                        .findFirst()
                        .flatMap(stage -> Optional.ofNullable(variables.get(stage.index()))));
    }
}
