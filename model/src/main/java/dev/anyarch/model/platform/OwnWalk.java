package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One selection by {@link OwnRules} under way: from index to index, best entry first, back where there is nothing. */
final class OwnWalk {
    private static final Comparator<Usable> ORDER = Comparator.comparingInt(Usable::rank)
            .thenComparing(Usable::isOtherVersion)
            .thenComparing(Comparator.comparingInt(Usable::features).reversed());

    private final Platform wanted;
    private final PlatformOrder order;
    private final boolean exactVersion;
    private final Trail trail;

    OwnWalk(Platform wanted, PlatformOrder order, boolean exactVersion, Trail trail) {
        this.wanted = wanted;
        this.order = order;
        this.exactVersion = exactVersion;
        this.trail = trail;
    }

    private record Located(Candidate candidate, Position position) {}

    private record Usable(Located entry, Platform platform, int rank, boolean isOtherVersion, int features) {}

    Selection single(Candidate.Image root) throws IOException {
        Located located = new Located(root, Position.ROOT);
        Platform config = root.config().read();
        return findUsable(located, config, true).isPresent()
                ? trail.pick(Position.ROOT, root.descriptor(),
                        "the name is a single manifest, which is %s by its config".formatted(config))
                : trail.noMatch("the name is a single manifest, which is %s by its config".formatted(config));
    }

    Optional<Selection> tryEntries(Candidate.Index index, Position at) throws IOException {
        List<Usable> named = new ArrayList<>();
        List<Located> unnamed = new ArrayList<>();
        List<Candidate> entries = index.entries().read();
        for (int i = 0; i < entries.size(); i++) {
            sort(new Located(entries.get(i), at.child(i)), named, unnamed);
        }
        Optional<Selection> selection = tryBest(named, "");
        if (selection.isEmpty()) {
            selection = tryBest(byConfig(unnamed), " by its config");
        }
        return selection.isPresent() ? selection : tryNested(unnamed);
    }

    private void sort(Located located, List<Usable> named, List<Located> unnamed) {
        Descriptor entry = located.candidate().descriptor();
        Optional<Platform> platform = entry.platform().filter(written -> !written.isEmpty());
        if (entry.isAttachment() || platform.filter(Platform::isUnknown).isPresent()) {
            trail.refused(located.position(), entry, "is attached to another entry, never an image");
        } else if (platform.isEmpty()) {
            trail.usable(located.position(), entry, "names no platform, looked into last");
            unnamed.add(located);
        } else {
            findUsable(located, platform.get(), false).ifPresent(named::add);
        }
    }

    private List<Usable> byConfig(List<Located> unnamed) throws IOException {
        List<Usable> usable = new ArrayList<>();
        for (Located located : unnamed) {
            if (located.candidate() instanceof Candidate.Image image) {
                findUsable(located, image.config().read(), true).ifPresent(usable::add);
            }
        }
        return usable;
    }

    private Optional<Selection> tryBest(List<Usable> usable, String source) throws IOException {
        usable.sort(ORDER);
        for (Usable one : usable) {
            Position at = one.entry().position();
            Optional<Selection> selection = switch (one.entry().candidate()) {
                case Candidate.Index nested -> tryEntries(nested, at);
                case Candidate.Image image -> Optional.of(trail.pick(at, image.descriptor(), why(one, source)));
                case Candidate.Other _ -> Optional.empty();
            };
            if (selection.isPresent()) {
                return selection;
            }
        }
        return Optional.empty();
    }

    private Optional<Selection> tryNested(List<Located> unnamed) throws IOException {
        for (Located located : unnamed) {
            if (located.candidate() instanceof Candidate.Index nested) {
                Optional<Selection> selection = tryEntries(nested, located.position());
                if (selection.isPresent()) {
                    return selection;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Usable> findUsable(Located entry, Platform platform, boolean fromConfig) {
        OptionalInt rank = order.rank(platform);
        boolean wantedVersion = isWantedVersion(platform);
        boolean usable = rank.isPresent() && (wantedVersion || !exactVersion);
        String reason = rank.isPresent() && !usable ? "OS version differs" : order.reason(platform);
        if (fromConfig) {
            trail.byConfig(entry.position(), platform, usable, reason);
        } else if (usable) {
            trail.usable(entry.position(), entry.candidate().descriptor(), reason);
        } else {
            trail.refused(entry.position(), entry.candidate().descriptor(), reason);
        }
        return usable
                ? Optional.of(new Usable(entry, platform, rank.getAsInt(), !wantedVersion,
                        platform.osFeatures().size()))
                : Optional.empty();
    }

    /** {@code 10.0.20348} asks for {@code 10.0.20348.2527} too. */
    private boolean isWantedVersion(Platform platform) {
        return wanted.osVersion().isEmpty() || (platform.osVersion() + ".").startsWith(wanted.osVersion() + ".");
    }

    private String why(Usable one, String source) {
        String said = "entry %s is %s%s".formatted(one.entry().position(), one.platform(), source);
        if (one.rank() == 0) {
            return said;
        }
        boolean narrower = !one.platform().normalized().architecture().equals(wanted.normalized().architecture());
        return "%s, which a machine for %s runs%s; there is nothing closer".formatted(said, wanted,
                narrower ? " in 32-bit mode" : "");
    }
}
