/**
 * Looking at images: {@link dev.anyarch.operations.inspect.Inspector} reads what a name stands for and answers an
 * {@link dev.anyarch.operations.inspect.ImageInspection}, a table for people and JSON for programs;
 * {@link dev.anyarch.operations.inspect.DockerManifestInspect} prints what {@code docker manifest inspect} prints.
 *
 * <pre>
 * ImageInspection inspection = new Inspector(GraphLimits.DEFAULT, 8).inspect("app:1.0", source, root);
 * System.out.print(inspection.toText());
 * </pre>
 */
@NullMarked
package dev.anyarch.operations.inspect;

import org.jspecify.annotations.NullMarked;
