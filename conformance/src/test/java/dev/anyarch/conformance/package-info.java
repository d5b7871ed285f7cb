/**
 * What no single module can prove: the direction of all arrows ({@code ArchitectureTest}), and that real engines and
 * tools take what anyarch makes, and the other way round (the {@code *IT} classes).
 *
 * <p>An interop test needs a real program. Where it is not installed the test is skipped and says which package to
 * install; with {@code ANYARCH_REQUIRE_INTEROP=1} that is a failure.
 */
@NullMarked
package dev.anyarch.conformance;

import org.jspecify.annotations.NullMarked;
