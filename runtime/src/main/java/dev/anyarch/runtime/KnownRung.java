package dev.anyarch.runtime;

import dev.anyarch.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That the best rung of a user has been seen to work lately: trying it takes as long as a command. Only the best is remembered,
 * so nothing better can have come; and only for a while, under the same kernel, in the same namespaces, with the same programs.
 * For one thread.
 */
final class KnownRung {
    private static final Duration LATELY = Duration.ofMinutes(10);
    private static final List<String> PROGRAMS = List.of("crun", "runc", "unshare", "setpriv", "mount", "nsenter",
            "sh", "newuidmap", "newgidmap");
    private static final List<String> NAMESPACES = List.of("user", "mnt", "pid");

    private final Path file;
    private final Rung best;
    private final SearchPath path;
    private final Account account;

    /** @param directory of what is executed */
    KnownRung(Path directory, SearchPath path, Account account) {
        this.file = directory.resolve("rung");
        this.best = account.isRoot() ? Rung.ROOT : Rung.USER_NAMESPACE;
        this.path = path;
        this.account = account;
    }

    /** Whether this one need not be tried. */
    boolean isKnown(Rung rung) {
        if (rung != best) {
            return false;
        }
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            Instant now = Instant.now();
            return written.isAfter(now.minus(LATELY)) && !written.isAfter(now)
                    && Files.readString(file).equals(circumstances());
        } catch (IOException _) {
            return false;
        }
    }

    /** The one that need not be tried, if there is one. */
    Optional<Rung> known() {
        return Optional.of(best).filter(this::isKnown);
    }

    /** Notes that this one has been tried and works. */
    void remember(Rung rung) {
        if (rung != best) {
            return;
        }
        try {
            String circumstances = circumstances();
            Path part = Files.createTempFile(file.getParent(), "rung", "");
            try {
                Files.writeString(part, circumstances);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException _) {
            // then it is tried again
        }
    }

    /** Notes that it has not worked after all, whichever it was. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    private String circumstances() throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));
        for (String namespace : NAMESPACES) {
            all.add(Files.readSymbolicLink(Path.of("/proc/self/ns", namespace)).toString());
        }
        all.add("%s %d %d %x".formatted(account.name(), account.uid(), account.gid(), account.capabilities()));
        for (String name : PROGRAMS) {
            Optional<Path> program = path.find(name);
            all.add(name + " " + (program.isPresent() ? stamp(program.get()) : "none"));
        }
        for (String name : List.of("subuid", "subgid")) {
            Path ids = Path.of("/etc", name);
            all.add(name + " " + (Files.exists(ids) ? stamp(ids) : "none"));
        }
        for (Path setting : RungProbe.FORBIDDING.keySet()) {
            all.add(setting + " " + (Files.isReadable(setting) ? Files.readString(setting) : "none"));
        }
        return Digest.sha256(String.join("\n", all).getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String stamp(Path file) throws IOException {
        Path real = file.toRealPath();
        FileTime changed = (FileTime) Files.getAttribute(real, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        return "%s %s".formatted(real, changed);
    }
}
