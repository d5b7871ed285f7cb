/**
 * What every operation on images stands on: the manifests reachable from a root
 * ({@link dev.anyarch.operations.graph.ManifestGraph}), loaded many at a time and within bounds
 * ({@link dev.anyarch.operations.graph.GraphLoader}), by a few threads ({@link dev.anyarch.operations.graph.Workers}).
 *
 * <pre>
 * ManifestGraph graph = new GraphLoader(source, GraphLimits.DEFAULT, 8).load(List.of(root), Follow.everything());
 * for (List&lt;Manifest&gt; level : graph.childrenFirst()) { … }
 * </pre>
 */
@NullMarked
package dev.anyarch.operations.graph;

import org.jspecify.annotations.NullMarked;
