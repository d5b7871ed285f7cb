package dev.anyarch.bake.source;

/**
 * Where something stands.
 *
 * @param offset in characters
 */
public record SourcePlace(SourceText source, int offset) {

    /** From 1. */
    public int line() {
        return 1 + (int) source.text().substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /** In characters as people count them, from 1. */
    public int column() {
        int start = lineStart();
        return 1 + source.text().codePointCount(start, offset);
    }

    /** The whole line. */
    public String lineText() {
        int end = source.text().indexOf('\n', offset);
        return source.text().substring(lineStart(), end < 0 ? source.text().length() : end);
    }

    public BakeException error(String problem) {
        return new BakeException(this, problem);
    }

    /** The message of {@code cause}, at this place. */
    public BakeException error(RuntimeException cause) {
        return new BakeException(this, String.valueOf(cause.getMessage()), cause);
    }

    private int lineStart() {
        return source.text().lastIndexOf('\n', offset - 1) + 1;
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return "%s:%d:%d".formatted(source.file(), line(), column());
    }
}
