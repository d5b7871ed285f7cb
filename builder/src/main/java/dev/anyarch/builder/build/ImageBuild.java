package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.content.Compression;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be built.
 *
 * @param context the directory that COPY and ADD read
 * @param dockerfile parsed already, see {@link Dockerfiles}
 * @param ignoreFile the text of {@code .dockerignore}, see {@link Dockerfiles}
 * @param target the stage to build, by name or number; the last one when absent
 * @param platforms to build for, at least one; in this order in the index
 * @param buildPlatform of this machine, for {@code BUILDPLATFORM} and its kin
 * @param buildArgs of {@code --build-arg}
 * @param platformBuildArgs as {@code buildArgs}, for one platform each; they win
 * @param labels of the image, in addition to the Dockerfile's
 * @param annotations of manifests and the index
 * @param timestamps of new layers, configs and histories
 * @param format of manifests
 * @param compression of new layers
 * @param alwaysIndex whether an image for one platform is an index too; otherwise it is a plain manifest
 * @param tags that the result gets in the target store
 * @param contexts what stands for stages and images of these names
 */
public record ImageBuild(Path context, Dockerfile dockerfile, Optional<String> ignoreFile, Optional<String> target,
        List<Platform> platforms, Platform buildPlatform, Map<String, String> buildArgs,
        Map<Platform, Map<String, String>> platformBuildArgs, Map<String, String> labels,
        ImageAnnotations annotations, Timestamps timestamps, Format format, Compression compression,
        boolean alwaysIndex, List<Tag> tags, NamedContexts contexts) {

    /** Whose media types the result has. */
    public enum Format {
        OCI, DOCKER
    }

    public ImageBuild {
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("build: expected at least one platform");
        }
        long distinct = platforms.stream().map(Platform::normalized).distinct().count();
        if (distinct < platforms.size()) {
            throw new IllegalArgumentException("a platform is there twice in %s".formatted(platforms));
        }
        if (format == Format.DOCKER && compression != Compression.GZIP) {
            throw new IllegalArgumentException(
                    "build: Docker's format takes only gzip layers, found %s".formatted(compression));
        }
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        platformBuildArgs = Map.copyOf(platformBuildArgs);
        labels = Map.copyOf(labels);
        tags = List.copyOf(tags);
    }

    /** Everything else as usual: the last stage, OCI, gzip, reproducible, no tags. */
    public static ImageBuild of(Path context, Dockerfile dockerfile, List<Platform> platforms) {
        return new ImageBuild(context, dockerfile, Optional.empty(), Optional.empty(), platforms,
                platforms.getFirst(), Map.of(), Map.of(), Map.of(), ImageAnnotations.NONE, new Timestamps.Fixed(),
                Format.OCI,
                Compression.GZIP, false, List.of(), NamedContexts.NONE);
    }

    public ImageBuild withIgnoreFile(Optional<String> text) {
        return new ImageBuild(context, dockerfile, text, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression, alwaysIndex, tags, contexts);
    }

    public ImageBuild withPlatforms(List<Platform> newPlatforms) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, newPlatforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression, alwaysIndex, tags, contexts);
    }

    public ImageBuild withTarget(String stage) {
        return new ImageBuild(context, dockerfile, ignoreFile, Optional.of(stage), platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression, alwaysIndex, tags, contexts);
    }

    public ImageBuild withBuildPlatform(Platform platform) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, platform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression, alwaysIndex, tags, contexts);
    }

    public ImageBuild withBuildArgs(Map<String, String> all, Map<Platform, Map<String, String>> perPlatform) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, all, perPlatform,
                labels, annotations, timestamps, format, compression, alwaysIndex, tags, contexts);
    }

    public ImageBuild withLabels(Map<String, String> newLabels) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, newLabels, annotations, timestamps, format, compression,
                alwaysIndex, tags, contexts);
    }

    /** As before, and these for every manifest and the index. */
    public ImageBuild withAnnotations(Map<String, String> manifest, Map<String, String> index) {
        return withAnnotations(annotations.with(manifest, index));
    }

    public ImageBuild withAnnotations(ImageAnnotations newAnnotations) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, newAnnotations, timestamps, format, compression, alwaysIndex, tags,
                contexts);
    }

    /** Whether the result is an index, rather than the manifest of the only platform. */
    boolean isIndex() {
        return alwaysIndex || platforms.size() > 1;
    }

    public ImageBuild withTimestamps(Timestamps newTimestamps) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, newTimestamps, format, compression,
                alwaysIndex, tags, contexts);
    }

    public ImageBuild withFormat(Format newFormat, Compression newCompression) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, newFormat, newCompression,
                alwaysIndex, tags, contexts);
    }

    /** The image gets {@code newTags}, and is an index even when it is for one platform if {@code alwaysIndex}. */
    public ImageBuild withTags(List<Tag> newTags, boolean newAlwaysIndex) {
        return new ImageBuild(context, dockerfile, ignoreFile, target, platforms, buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression,
                newAlwaysIndex, newTags, contexts);
    }

    public ImageBuild withContexts(NamedContexts newContexts) {
        return new ImageBuild(context, newContexts.replaceStages(dockerfile), ignoreFile, target, platforms,
                buildPlatform, buildArgs,
                platformBuildArgs, labels, annotations, timestamps, format, compression, alwaysIndex, tags,
                newContexts);
    }

    /** The build arguments for one platform. */
    Map<String, String> buildArgs(Platform platform) {
        Map<String, String> merged = new LinkedHashMap<>(buildArgs);
        platformBuildArgs.forEach((named, args) -> {
            if (named.isSameAs(platform)) {
                merged.putAll(args);
            }
        });
        return merged;
    }
}
