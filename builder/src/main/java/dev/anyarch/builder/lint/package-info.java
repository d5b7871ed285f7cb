/**
 * Finds what is probably wrong with a Dockerfile that builds: {@link dev.anyarch.builder.lint.DockerfileLint}. Pure: it sees
 * the parsed file, and of the world only what {@link dev.anyarch.builder.lint.Surroundings} tells. The rules and their names
 * are {@link dev.anyarch.builder.dockerfile.LintRule}; {@code # check=} in the file turns them off and on.
 *
 * <pre>{@code
 * Dockerfile file = Dockerfile.parse("Dockerfile", "FROM alpine AS Base\n");
 * DockerfileLint.check(file, Surroundings.UNKNOWN);  // [Dockerfile:1:16: … (StageNameCasing)]
 * }</pre>
 */
@NullMarked
package dev.anyarch.builder.lint;

import org.jspecify.annotations.NullMarked;
