package dev.anyarch.content;

/** How long paths in a layer are: who unpacks it names its files by their paths. */
public final class PathLength {
    /** The most that Linux takes, in bytes, without the slash in front and the NUL at the end. */
    public static final int MAX = 4094;
    private static final int MAX_CHARACTER = 3;

    private PathLength() {}

    /**
     * Of a path.
     *
     * @param path without a slash in front
     * @return in bytes
     */
    public static int of(String path) {
        return TarText.encode(path).length;
    }

    /** Whether a path without a slash in front is too long. */
    public static boolean isTooLong(String path) {
        return path.length() > MAX / MAX_CHARACTER && of(path) > MAX;
    }
}
