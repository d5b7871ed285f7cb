package dev.anyarch.bake.source;

/**
 * A file and its text.
 *
 * @param file its name for messages
 */
public record SourceText(String file, String text) {
    /** The largest file that is read, in characters. */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    public static SourceText of(String file, String text) throws BakeException {
        SourceText source = new SourceText(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (text.length() > MAX_SIZE) {
            throw source.at(0).error("expected at most %d characters, found %d".formatted(MAX_SIZE, text.length()));
        }
        return source;
    }

    public SourcePlace at(int offset) {
        return new SourcePlace(this, Math.clamp(offset, 0, text.length()));
    }

    @Override
    public String toString() {
        return file;
    }
}
