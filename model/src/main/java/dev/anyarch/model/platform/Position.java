package dev.anyarch.model.platform;

/**
 * Where a candidate stands, counted from the root: {@code 1} is the second entry, {@code 1.0} the first entry of the index
 * that is the second entry. The root itself is the empty text.
 *
 * @param path zero-based numbers joined by dots
 */
public record Position(String path) {
    public static final Position ROOT = new Position("");

    Position child(int entry) {
        return new Position(isRoot() ? Integer.toString(entry) : path + "." + entry);
    }

    public boolean isRoot() {
        return path.isEmpty();
    }

    @Override
    public String toString() {
        return path;
    }
}
