/**
 * What the files of an image are to a kernel: which of them it can execute, and on which platform.
 *
 * <p>An image's platform is a label that nobody checks: the wrong binary under the right label is found by the user, as
 * {@code exec format error}. The truth is in the first bytes of every executable. Here they are read while the file streams
 * by on its way somewhere else: nothing is read twice, a few kilobytes are kept, and no file, however it is made, does more
 * than come out as something that is no executable.
 *
 * <p>Start with {@link dev.anyarch.executables.ExecutableScan}, which watches a file, and
 * {@link dev.anyarch.executables.Executable}, what it was:
 *
 * <pre>{@code
 * ExecutableScan scan = new ExecutableScan();
 * scan.observe(in).transferTo(out);
 * scan.result().ifPresent(executable -> executable.fit(Platform.parse("linux/arm/v6")));
 * }</pre>
 */
@NullMarked
package dev.anyarch.executables;

import org.jspecify.annotations.NullMarked;
