package dev.anyarch.builder.dockerfile;

import java.util.List;

/**
 * One instruction's text with continuation lines joined.
 *
 * @param text without surrounding white space
 * @param heredocs those it opens, in order
 * @param heredocText their lines as written, each with its name at the end, a line feed before each
 */
record LogicalLine(SourceLocation location, String text, List<Heredoc> heredocs, String heredocText) {
    LogicalLine {
        heredocs = List.copyOf(heredocs);
    }
}
