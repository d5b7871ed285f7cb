package dev.anyarch.content;

import dev.anyarch.model.InvalidContentException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the headers in front of an entry's own header say about it. */
final class TarExtensions {
    private static final List<String> NEVER_GLOBAL = List.of("path", "linkpath", "size");

    private Optional<PaxRecords> pax = Optional.empty();
    private Optional<String> longName = Optional.empty();
    private Optional<String> longLink = Optional.empty();

    /** Readers disagree whether a global header names things, and so on what the archive contains. */
    static PaxRecords checkedGlobal(PaxRecords records) throws InvalidContentException {
        for (String name : NEVER_GLOBAL) {
            if (records.has(name)) {
                throw new InvalidContentException("tar: global extended header: '%s' for all entries".formatted(name));
            }
        }
        return records;
    }

    void pax(PaxRecords records) throws InvalidContentException {
        if (pax.isPresent()) {
            throw new InvalidContentException("tar: two extended headers in front of one entry");
        }
        pax = Optional.of(records);
    }

    void longName(byte[] body) {
        longName = Optional.of(untilNul(body));
    }

    void longLink(byte[] body) {
        longLink = Optional.of(untilNul(body));
    }

    void requireNone() throws InvalidContentException {
        if (pax.isPresent() || longName.isPresent() || longLink.isPresent()) {
            throw new InvalidContentException("tar: the archive ends between an extended header and its entry");
        }
    }

    TarEntry apply(TarBlock header, PaxRecords global) throws InvalidContentException {
        PaxRecords records = pax.orElseGet(PaxRecords::empty).over(global);
        String path = records.text("path").or(() -> longName).orElseGet(header::path);
        if (path.isEmpty()) {
            throw new InvalidContentException("tar, byte %d: entry without a name".formatted(header.offset()));
        }
        if (header.flag() == 'S' || records.hasPrefix("GNU.sparse.")) {
            throw new InvalidContentException(
                    "tar entry '%s': sparse files are not supported; write the archive without --sparse"
                            .formatted(path));
        }
        TarType type = type(header, path);
        String linkName = type.isLink() ? records.text("linkpath").or(() -> longLink).orElseGet(header::linkName) : "";
        if (type.isLink() && linkName.isEmpty()) {
            throw new InvalidContentException("tar entry '%s': a link without a target".formatted(path));
        }
        Optional<Long> size = records.number("size");
        Optional<Long> uid = records.number("uid");
        Optional<Long> gid = records.number("gid");
        Optional<Instant> mtime = records.time("mtime");
        return new TarEntry(path, type, header.mode(), uid.isPresent() ? uid.get() : header.uid(),
                gid.isPresent() ? gid.get() : header.gid(),
                type != TarType.FILE ? 0 : size.isPresent() ? size.get() : header.size(),
                mtime.isPresent() ? mtime.get() : mtime(header, path), linkName,
                type.isDevice() ? header.devMajor() : 0, type.isDevice() ? header.devMinor() : 0, records.xattrs());
    }

    private static TarType type(TarBlock header, String path) throws InvalidContentException {
        return switch (header.flag()) {
            // before POSIX, a directory was a file whose name ends with a slash
            case '0', '\0', '7' -> path.endsWith("/") ? TarType.DIRECTORY : TarType.FILE;
            case '1' -> TarType.HARD_LINK;
            case '2' -> TarType.SYMBOLIC_LINK;
            case '3' -> TarType.CHARACTER_DEVICE;
            case '4' -> TarType.BLOCK_DEVICE;
            case '5' -> TarType.DIRECTORY;
            case '6' -> TarType.FIFO;
            default -> throw new InvalidContentException(
                    "tar entry '%s': unknown type flag 0x%02x".formatted(path, (int) header.flag()));
        };
    }

    private static Instant mtime(TarBlock header, String path) throws InvalidContentException {
        try {
            return Instant.ofEpochSecond(header.mtime());
        } catch (DateTimeException e) {
            throw new InvalidContentException("tar entry '%s': mtime out of range".formatted(path), e);
        }
    }

    private static String untilNul(byte[] body) {
        int end = 0;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return TarText.decode(body, 0, end);
    }
}
