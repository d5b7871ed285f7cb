package dev.anyarch.executables;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds {@code .ARM.attributes} in one pass. Only the section headers say where it is, and they come after it, at the end of
 * the file. So whatever looks like it, by its vendor's name, is kept, and the section headers decide in the end which was
 * meant. For one thread.
 */
final class ArmAttributesScan {
    private static final byte[] VENDOR = {'a', 'e', 'a', 'b', 'i', 0};
    /** The version and a length are in front of the vendor. */
    private static final int BEFORE_VENDOR = 5;
    private static final int MAX_ATTRIBUTES = 1024;
    /** The section is near the end: of more than these, the last are kept. */
    private static final int MAX_CANDIDATES = 8;
    private static final int MAX_SECTIONS = 4096;
    private static final int SECTION_HEADER = 40;
    private static final int SHT_ARM_ATTRIBUTES = 0x70000003;

    private final Parts parts;
    private final Part sectionHeaders;
    private final Deque<Part> candidates = new ArrayDeque<>();
    private int matched;

    ArmAttributesScan(Parts parts, View header) {
        this.parts = parts;
        int count = header.u16(46) == SECTION_HEADER ? Math.min(header.u16(48), MAX_SECTIONS) : 0;
        this.sectionHeaders = parts.want(header.u32(32), count * SECTION_HEADER);
    }

    /** Looks for the vendor in the bytes in hand of {@code parts}. */
    void accept(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[offset + i];
            if (next == VENDOR[matched]) {
                matched++;
                if (matched == VENDOR.length) {
                    keep(parts.position() + i + 1);
                    matched = 0;
                }
            } else {
                // "aea" may be the start of another: its last letter counts
                matched = next == VENDOR[0] ? 1 : matched == 3 && next == VENDOR[1] ? 2 : 0;
            }
        }
    }

    private void keep(long offset) {
        if (candidates.size() == MAX_CANDIDATES) {
            parts.drop(candidates.removeFirst());
        }
        candidates.addLast(parts.want(offset, MAX_ATTRIBUTES));
    }

    /** The version that the file says it needs; absent without section headers. */
    Optional<String> level(boolean isBigEndian) {
        View headers = sectionHeaders.view(isBigEndian);
        for (int at = 0; headers.has(at, SECTION_HEADER); at += SECTION_HEADER) {
            if (headers.i32(at + 4) == SHT_ARM_ATTRIBUTES) {
                long contents = headers.u32(at + 16) + BEFORE_VENDOR + VENDOR.length;
                return candidates.stream()
                        .filter(candidate -> candidate.offset() == contents)
                        .findFirst()
                        .flatMap(candidate -> BuildAttributes.armVersion(candidate.view(isBigEndian)));
            }
        }
        return Optional.empty();
    }
}
