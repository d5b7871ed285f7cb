package dev.anyarch.builder.dockerfile;

/** One source of COPY or ADD. */
public sealed interface CopySource {

    /** A path, wildcard, URL or git repository as written, not expanded yet. */
    record Location(String text) implements CopySource {}

    /** A file written in the Dockerfile itself. */
    record Inline(Heredoc heredoc) implements CopySource {}
}
