/**
 * One name for many platforms: an index made of images and other indexes, from any number of places.
 *
 * <p>First the sources are read ({@link dev.anyarch.operations.index.SourceReader}), then a pure function decides
 * ({@link dev.anyarch.operations.index.IndexAssembly}): the same entries give the same bytes everywhere. What comes out is
 * a plan that can be looked at; only {@link dev.anyarch.operations.index.IndexPublisher} writes.
 *
 * <pre>
 * List&lt;SourceEntry&gt; entries = new SourceReader(GraphLimits.DEFAULT, 8).read(sources);
 * IndexPlan plan = IndexAssembly.assemble(entries, IndexOptions.DEFAULT, targets);
 * System.out.println(plan.toText());
 * new IndexPublisher(CopySettings.DEFAULT, CopyListener.NONE).publish(plan);
 * </pre>
 */
@NullMarked
package dev.anyarch.operations.index;

import org.jspecify.annotations.NullMarked;
