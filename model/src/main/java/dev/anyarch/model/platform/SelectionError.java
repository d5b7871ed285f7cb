package dev.anyarch.model.platform;

/** Why an engine picks nothing. */
public enum SelectionError {
    /** No entry is for the wanted platform. */
    NO_MATCH("no-match"),
    /** The entry that the engine picks is an index, which it cannot use. */
    NESTED_INDEX("nested-index"),
    /** The engine cannot read the wanted platform. */
    BAD_PLATFORM("bad-platform");

    private final String id;

    SelectionError(String id) {
        this.id = id;
    }

    /** The name in JSON. */
    public String id() {
        return id;
    }
}
