/** Tests of the command line: each command in this process, the launcher as a process. */
@NullMarked
package dev.anyarch.cli;

import org.jspecify.annotations.NullMarked;
