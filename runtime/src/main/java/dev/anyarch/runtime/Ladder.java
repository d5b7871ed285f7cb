package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the best way to execute programs of images that works on this machine, for this user. For one thread. */
public final class Ladder {
    private final Path directory;
    private final SearchPath path;

    /**
     * @param directory for expanded layers, caches and what is under way; on a file system that overlays can write to
     * @param path where programs are looked for
     */
    public Ladder(Path directory, SearchPath path) {
        this.directory = directory;
        this.path = path;
    }

    /** Tries every rung, the best first. */
    public List<RungFinding> findings() throws IOException, InterruptedException {
        RungProbe probe = probe(Account.read());
        List<RungFinding> findings = new ArrayList<>();
        for (Rung rung : Rung.values()) {
            findings.add(probe.of(rung));
        }
        return findings;
    }

    /**
     * The first rung that works.
     *
     * @param forced the only one to be considered
     * @throws CannotExecuteException when there is none, with the reason of each
     */
    public Rung choose(Optional<Rung> forced) throws IOException, InterruptedException {
        Account account = Account.read();
        RungProbe probe = probe(account);
        KnownRung known = new KnownRung(directory, path, account);
        List<RungFinding> failed = new ArrayList<>();
        for (Rung rung : forced.map(List::of).orElse(List.of(Rung.values()))) {
            if (known.isKnown(rung)) {
                return rung;
            }
            RungFinding finding = probe.of(rung);
            if (finding.works()) {
                known.remember(rung);
                return rung;
            }
            failed.add(finding);
        }
        throw new CannotExecuteException("no way to execute programs of images here: " + failed.stream()
                .map(finding -> "%s: %s".formatted(finding.rung().word(),
                        finding.obstacle().map(RungFinding.Obstacle::text).orElse("")))
                .collect(Collectors.joining("; ")) + "; 'anyarch doctor' tells what to do about each");
    }

    /**
     * Something could not be executed: every rung is tried, also the one that is known to have worked.
     *
     * @return whether another one is chosen now, when none is forced
     */
    public boolean changes() throws IOException, InterruptedException {
        KnownRung known = new KnownRung(directory, path, Account.read());
        Optional<Rung> before = known.known();
        known.forget();
        try {
            return before.isPresent() && choose(Optional.empty()) != before.get();
        } catch (CannotExecuteException _) {
            return false;
        }
    }

    /** As {@link #changes}, where none can be tried: the next process does. */
    public void forget() throws IOException {
        new KnownRung(directory, path, Account.read()).forget();
    }

    private RungProbe probe(Account account) throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            throw new CannotExecuteException("programs of images are executed on Linux only");
        }
        Files.createDirectories(directory);
        return new RungProbe(directory, path, account);
    }

    /**
     * Becomes the same program, with the same arguments, as root of the user namespace of {@code rung}: it begins anew, under
     * the same process id, and nothing that this process holds survives. Returns only by failing.
     *
     * @param property a system property that the new one gets, with the rung's name, so that it knows
     */
    public void enter(Rung rung, String property) throws IOException, InterruptedException {
        try (UserNamespace namespace = probe(Account.read()).make(rung)) {
            Reincarnation.in(path, namespace, "-D%s=%s".formatted(property, rung.word()));
        }
    }
}
