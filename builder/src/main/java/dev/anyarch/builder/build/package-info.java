/**
 * Builds images for many platforms from a Dockerfile and a context, without a daemon; without privileges and without
 * executing anything, as long as no RUN has to be done.
 *
 * <p>A stage is an ordered list of layers and a {@link dev.anyarch.builder.build.FileTree}, the file system that those layers
 * make, known from their tar headers alone. COPY, ADD and WORKDIR change the tree and write a layer straight into the target
 * store; a file's content is a pointer to where its bytes are, so memory does not grow with them. What two platforms have in
 * common is written once, because equal plans are equal values.
 *
 * <p>Start with {@link dev.anyarch.builder.build.ImageBuild}, the request, and
 * {@link dev.anyarch.builder.build.ImageBuilder}:
 *
 * <pre>{@code
 * BuildResult result = new ImageBuilder(bases, BuildProgress.SILENT).build(ImageBuild.of(Path.of("."), dockerfile,
 *         List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"))), store);
 * }</pre>
 */
@NullMarked
package dev.anyarch.builder.build;

import org.jspecify.annotations.NullMarked;
