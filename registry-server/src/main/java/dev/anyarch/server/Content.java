package dev.anyarch.server;

import java.nio.file.Path;

/** What a reply carries. */
sealed interface Content {
    Content NONE = new None();

    /** The size in bytes, sent as {@code Content-Length}. */
    long length();

    record None() implements Content {
        @Override
        public long length() {
            return 0;
        }
    }

    /** Bytes in memory; not changed by anyone afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a copy for every reply would be the cost
    record Bytes(byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** A part of a file, which the kernel copies to the socket. */
    record FilePart(Path file, long offset, long length) implements Content {}
}
