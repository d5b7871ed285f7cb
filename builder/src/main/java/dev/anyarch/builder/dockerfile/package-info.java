/**
 * Dockerfiles: text becomes a {@link dev.anyarch.builder.dockerfile.Dockerfile}, a list of sealed
 * {@link dev.anyarch.builder.dockerfile.Instruction}s in stages. Pure: nothing here reads a file, a clock or the environment.
 *
 * <p>The rules are those of BuildKit's front end, because that is what people's files are written for: parser directives,
 * continuation lines, here-documents, the JSON form that silently becomes the shell form, flags. Words stay as they were
 * written; {@link dev.anyarch.builder.dockerfile.Expansion} replaces variables when the build knows their values.
 *
 * <p>A mistake is a {@link dev.anyarch.builder.dockerfile.DockerfileException} that shows the line:
 *
 * <pre>{@code
 * Dockerfile dockerfile = Dockerfile.parse("Dockerfile", "FROM scratch\nCOPY app /\n");
 * dockerfile.stages().getFirst().instructions();  // [Copy[…]]
 * }</pre>
 */
@NullMarked
package dev.anyarch.builder.dockerfile;

import org.jspecify.annotations.NullMarked;
