/**
 * JSON as data: a small immutable tree ({@link dev.anyarch.model.json.Json}), a strict bounded reader and a deterministic
 * writer. Start with {@link dev.anyarch.model.json.JsonReader} and {@link dev.anyarch.model.json.JsonFields}.
 *
 * <p>A tree and not data binding: members that nobody here knows stay where they were, start-up does not pay for
 * reflection, and the same tree is what every {@code -o json} prints.
 */
@NullMarked
package dev.anyarch.model.json;

import org.jspecify.annotations.NullMarked;
