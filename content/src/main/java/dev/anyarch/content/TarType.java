package dev.anyarch.content;

/** What an entry of a tar archive is; the character is its type flag in the header. */
public enum TarType {
    FILE('0'), HARD_LINK('1'), SYMBOLIC_LINK('2'), CHARACTER_DEVICE('3'), BLOCK_DEVICE('4'), DIRECTORY('5'), FIFO('6');

    private final char flag;

    TarType(char flag) {
        this.flag = flag;
    }

    char flag() {
        return flag;
    }

    public boolean isLink() {
        return this == HARD_LINK || this == SYMBOLIC_LINK;
    }

    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
