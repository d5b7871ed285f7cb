package dev.anyarch.content;

/** What an entry of a tar archive is; the character is its type flag in the header. */
public enum TarType {
    FILE('0'), HARD_LINK('1'), SYMBOLIC_LINK('2'), CHARACTER_DEVICE('3'), BLOCK_DEVICE('4'), DIRECTORY('5'), FIFO('6');

    private final char flag;

    TarType(char flag) {
        this.flag = flag;
    }

    /** Its flag. */
    public char flag() {
        return flag;
    }

    /**
     * The one with a flag.
     *
     * @throws IllegalArgumentException when none has it
     */
    public static TarType ofFlag(char flag) {
        return switch (flag) {
            case '0' -> FILE;
            case '1' -> HARD_LINK;
            case '2' -> SYMBOLIC_LINK;
            case '3' -> CHARACTER_DEVICE;
            case '4' -> BLOCK_DEVICE;
            case '5' -> DIRECTORY;
            case '6' -> FIFO;
            default -> throw new IllegalArgumentException("type flag '%c': expected 0 to 6".formatted(flag));
        };
    }

    public boolean isLink() {
        return this == HARD_LINK || this == SYMBOLIC_LINK;
    }

    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
