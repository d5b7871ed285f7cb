package dev.anyarch.cli;

import dev.anyarch.builder.build.BaseImages;
import dev.anyarch.builder.build.BuildContext;
import dev.anyarch.builder.build.BuildPlanner;
import dev.anyarch.builder.build.Dockerfiles;
import dev.anyarch.builder.build.ImageAnnotations;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.build.Timestamps;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.PlatformFilter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Dockerfile is built with: the options that {@code build} and others have in common. Holds the contexts open. */
record BuildRequest(ImageBuild build, BuildContext context, BuildContexts named) implements Closeable {
    static final Option FILE = Option.value("-f,--file", "FILE",
            "the Dockerfile (default CONTEXT/Dockerfile), - for standard input");
    static final Option PLATFORM = Option.values("--platform", "P,…",
            "what to build for (default local); all or a pattern: what the base images have");
    static final Option BUILD_ARG = Option.values("--build-arg", "[PLATFORM:]KEY[=VALUE]",
            "a value for an ARG, of the environment when it has none, for one platform if it says so");
    static final Option TARGET = Option.value("--target", "STAGE", "the stage to build (default the last)");
    static final Option LABEL = Option.values("--label", "KEY=VALUE", "a label of the image");
    static final Option ANNOTATION = Option.values("--annotation", "[LEVEL:]KEY=VALUE",
            "an annotation; LEVEL is manifest, index, manifest-descriptor or index-descriptor, or manifest[PLATFORM]");

    /** The time that nothing in the image is later than. */
    static final String EPOCH = "SOURCE_DATE_EPOCH";

    /** Whether a repository that is the context keeps {@code .git}; BuildKit's name. */
    private static final String KEEP_GIT_DIRECTORY = "BUILDKIT_CONTEXT_KEEP_GIT_DIR";

    /** The options that say what is built. */
    static final List<Option> OPTIONS = List.of(FILE, PLATFORM, BUILD_ARG, TARGET,
            BuildContexts.BUILD_CONTEXT);

    /** Whether the context or the Dockerfile comes from standard input, or from far away. */
    static boolean isReadOnce(Arguments arguments) {
        return arguments.value(FILE).filter("-"::equals).isPresent() || arguments.operand(0).equals("-")
                || BuildContext.isRemote(arguments.operand(0));
    }

    /** Reads the options, the context and the Dockerfile. */
    static BuildRequest of(Arguments arguments, Environment environment) throws IOException, InterruptedException {
        return of(arguments, environment, "-");
    }

    /** @param input what a Dockerfile that comes from standard input is called */
    static BuildRequest of(Arguments arguments, Environment environment, String input)
            throws IOException, InterruptedException {
        boolean isDockerfileGiven = arguments.value(FILE).filter("-"::equals).isPresent();
        if (isDockerfileGiven && arguments.operand(0).equals("-")) {
            throw new UsageException("standard input can be the context or the Dockerfile, not both");
        }
        BuildContexts named = BuildContexts.of(arguments, environment);
        try {
            BuildContext context = context(arguments, environment);
            try {
                return new BuildRequest(build(arguments, environment, context, isDockerfileGiven, input)
                        .withContexts(named.contexts()), context, named);
            } catch (IOException | RuntimeException e) {
                context.close();
                throw e;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            named.close();
            throw e;
        }
    }

    /** What is not as whoever gave the contexts may think. */
    List<DockerfileWarning> warnings() {
        return Stream.concat(context.loss().stream(), named.losses().stream())
                .map(loss -> new DockerfileWarning(Optional.empty(), loss))
                .toList();
    }

    private static BuildContext context(Arguments arguments, Environment environment)
            throws IOException, InterruptedException {
        String text = arguments.operand(0);
        if (text.equals("-")) {
            return BuildContext.read("-", environment.input());
        }
        try {
            return BuildContext.isRemote(text)
                    ? BuildContext.fetch(text, keepsGitDirectory(arguments, environment),
                            SshOption.ofGit(arguments, environment))
                    : BuildContext.of(environment.path(text));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static boolean keepsGitDirectory(Arguments arguments, Environment environment) throws UsageException {
        String value = buildArgs(arguments, environment, Optional.empty()).getOrDefault(KEEP_GIT_DIRECTORY, "false");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "t", "true" -> true;
            case "0", "f", "false" -> false;
            default -> throw new UsageException("option --build-arg %s: expected true or false, found '%s'".formatted(
                    KEEP_GIT_DIRECTORY, value));
        };
    }

    private static ImageBuild build(Arguments arguments, Environment environment, BuildContext context,
            boolean isDockerfileGiven, String input) throws IOException {
        Optional<Path> file = isDockerfileGiven
                ? Optional.empty()
                : Optional.of(context.file(arguments.value(FILE), environment.directory()));
        Dockerfile dockerfile;
        if (file.isEmpty()) {
            dockerfile = Dockerfiles.parse(input, environment.input().readNBytes(Dockerfile.MAX_SIZE + 1));
        } else if (context.dockerfile().isPresent()) {
            dockerfile = context.dockerfile().get();
        } else {
            dockerfile = Dockerfiles.read(file.get(), name(file.get(), environment));
        }
        List<String> named = arguments.separatedValues(PLATFORM);
        List<Platform> platforms = named.isEmpty() || Platforms.arePatterns(named)
                ? List.of(Host.platform())
                : Platforms.parseAll(named);
        Map<String, String> args = new LinkedHashMap<>(buildArgs(arguments, environment, Optional.empty()));
        environment.variable(EPOCH).ifPresent(seconds -> args.putIfAbsent(EPOCH, seconds));
        ImageBuild build = ImageBuild.of(context.directory(), dockerfile, platforms)
                .withIgnoreFile(context.ignoreFile(file))
                .withBuildPlatform(Host.platform())
                .withBuildArgs(args, platformBuildArgs(arguments, environment))
                .withLabels(KeyValues.parse(LABEL, arguments))
                .withTimestamps(timestamps(Optional.ofNullable(args.get(EPOCH))))
                .withAnnotations(annotations(arguments));
        return arguments.value(TARGET).map(build::withTarget).orElse(build);
    }

    /** As somebody in the working directory would call it. */
    private static String name(Path file, Environment environment) {
        return file.startsWith(environment.directory())
                ? environment.directory().relativize(file).toString()
                : file.toString();
    }

    private static ImageAnnotations annotations(Arguments arguments) throws UsageException {
        try {
            return ImageAnnotations.parse(arguments.values(ANNOTATION));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static Map<Platform, Map<String, String>> platformBuildArgs(Arguments arguments, Environment environment)
            throws UsageException {
        Map<Platform, Map<String, String>> all = new LinkedHashMap<>();
        for (String text : arguments.values(BUILD_ARG)) {
            Optional<String> prefix = KeyValues.platformPrefix(text);
            if (prefix.isPresent()) {
                all.put(Platforms.parse(prefix.get()), buildArgs(arguments, environment, prefix));
            }
        }
        return all;
    }

    private static Map<String, String> buildArgs(Arguments arguments, Environment environment,
            Optional<String> platform) throws UsageException {
        return KeyValues.withEnvironment(BUILD_ARG, arguments, environment, platform);
    }

    /** As reproducible-builds.org asks: of the argument, or else of the variable, which is an argument then, as with Docker. */
    private static Timestamps timestamps(Optional<String> epoch) throws UsageException {
        try {
            return epoch.<Timestamps>map(
                    seconds -> new Timestamps.Clamped(Instant.ofEpochSecond(Long.parseLong(seconds))))
                    .orElse(new Timestamps.Fixed());
        } catch (NumberFormatException | DateTimeException _) {
            throw new UsageException(
                    "%s: expected seconds since 1970, found '%s'".formatted(EPOCH, epoch.get()));
        }
    }

    /**
     * The build when {@code --platform} is {@code all} or a pattern, which the platforms of the base images answer.
     *
     * @param images the base images
     */
    ImageBuild build(Arguments arguments, BaseImages images) throws IOException, InterruptedException {
        List<String> named = arguments.separatedValues(PLATFORM);
        if (!Platforms.arePatterns(named)) {
            return build;
        }
        try {
            PlatformFilter filter = PlatformFilter.parse(String.join(",", named), Host.platform());
            List<Platform> chosen = BuildPlanner.platformsOfBases(build, images)
                    .stream()
                    .filter(filter::accepts)
                    .toList();
            if (chosen.isEmpty()) {
                throw new UsageException("option --platform: '%s' matches no platform that all base images have"
                        .formatted(filter));
            }
            return build.withPlatforms(chosen);
        } catch (IllegalArgumentException e) {
            throw new UsageException("option --platform %s: %s".formatted(String.join(",", named), e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        try (named) {
            context.close();
        }
    }
}
