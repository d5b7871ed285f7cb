package dev.anyarch.builder.build;

/** Numeric ids of a file's owner and group. */
record Owner(long uid, long gid) {
    static final Owner ROOT = new Owner(0, 0);
}
