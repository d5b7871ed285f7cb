package dev.anyarch.builder.dockerfile;

import java.util.List;

/**
 * One instruction's text with continuation lines joined.
 *
 * @param text without surrounding white space
 * @param heredocs those it opens, in order
 * @param heredocText their lines as written, delimiters included
 */
record LogicalLine(SourceLocation location, String text, List<Heredoc> heredocs, String heredocText) {
    LogicalLine {
        heredocs = List.copyOf(heredocs);
    }
}
