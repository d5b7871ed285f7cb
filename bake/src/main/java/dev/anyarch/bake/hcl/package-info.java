/**
 * The language of bake files: HashiCorp's configuration language, version 2, native and JSON syntax, as pure functions.
 *
 * <p>Text becomes a {@link dev.anyarch.bake.hcl.Body} of attributes and blocks
 * ({@link dev.anyarch.bake.hcl.BodyParser}); an attribute is an {@link dev.anyarch.bake.hcl.Expression}, which becomes a
 * {@link dev.anyarch.bake.hcl.Value} in a {@link dev.anyarch.bake.hcl.Scope}. What blocks mean is not known here.
 *
 * <pre>{@code
 * Body body = BodyParser.parse(SourceText.of("docker-bake.hcl", "tag = upper(\"v${1 + 1}\")"));
 * Value tag = Evaluator.evaluate(body.attributes().getFirst().value(), Scope.EMPTY);   // "V2"
 * }</pre>
 */
@NullMarked
package dev.anyarch.bake.hcl;

import org.jspecify.annotations.NullMarked;
