package dev.anyarch.builder.build;

/** Something that COPY or ADD brings; the name is the source as written, variables replaced. */
sealed interface TransferItem {

    String name();

    /**
     * A file, link or the like.
     *
     * @param fileName that it gets in a directory
     * @param isDownloaded whether its time is the server's, not a checkout's
     */
    record Plain(String name, String fileName, Leaf file, boolean isDownloaded) implements TransferItem {}

    /** What is in a directory. */
    record Contents(String name, Directory directory) implements TransferItem {}

    /** What is in an archive, with its own owners and times. */
    record Unpacked(String name, Directory directory) implements TransferItem {}

    /**
     * Something with the directories above it.
     *
     * @param root of the source
     * @param pivot how many names from the root are left out
     */
    record WithParents(String name, Directory root, int pivot, SourceMatch match) implements TransferItem {}
}
