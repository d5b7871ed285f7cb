package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * anyarch's own selection: containerd's comparison of platforms, and what it lacks. Every usable entry is tried, best first,
 * until one gives an image. An entry without a platform, and a root that is a manifest, count as what their config says.
 * Attestations are never candidates. Between equals a match of the wanted OS version comes first, then more of the wanted OS
 * features, then the order of the document.
 */
final class OwnRules implements SelectionRules {
    private static final int LAST = Integer.MAX_VALUE;
    private static final Comparator<Usable> ORDER = Comparator.comparingInt(Usable::rank)
            .thenComparing(Usable::isOtherVersion)
            .thenComparing(Comparator.comparingInt(Usable::features).reversed());

    private final Function<SelectionRequest, List<Platform>> vector;
    private final boolean exactVersion;

    private record Usable(Candidate candidate, Position position, int rank, boolean isOtherVersion, int features) {}

    /** @param exactVersion whether an OS version that was asked for must be there on every OS */
    private OwnRules(Function<SelectionRequest, List<Platform>> vector, boolean exactVersion) {
        this.vector = vector;
        this.exactVersion = exactVersion;
    }

    /** The platform itself, nothing that its machine also runs. */
    static OwnRules strict() {
        return new OwnRules(request -> List.of(PlatformMatcher.normalize(request.wanted())), true);
    }

    /** Everything that a machine of the platform runs, best first. */
    static OwnRules compat() {
        return new OwnRules(CompatibleVector::of, false);
    }

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Walk walk = new Walk(request.wanted(), new PlatformOrder(request.wanted(), vector.apply(request)));
        Optional<Selection> selection = switch (root) {
            case Candidate.Image image -> walk.tryConfig(image, Position.ROOT);
            case Candidate.Index index -> walk.tryEntries(index, Position.ROOT);
            case Candidate.Other _ -> Optional.empty();
        };
        return selection.orElseGet(walk.trail::noMatch);
    }

    /** One selection under way. */
    private final class Walk {
        private final Platform wanted;
        private final PlatformOrder order;
        private final Trail trail;

        Walk(Platform wanted, PlatformOrder order) {
            this.wanted = wanted;
            this.order = order;
            this.trail = new Trail(wanted);
        }

        Optional<Selection> tryEntries(Candidate.Index index, Position at) throws IOException {
            for (Usable usable : usable(index.entries().read(), at)) {
                Optional<Selection> selection = switch (usable.candidate()) {
                    case Candidate.Index nested -> tryEntries(nested, usable.position());
                    case Candidate.Image image when usable.rank() == LAST -> tryConfig(image, usable.position());
                    case Candidate.Image image -> Optional.of(trail.pick(usable.position(), image.descriptor(),
                            why(usable.position(), image.descriptor().platform().orElseThrow(), usable.rank())));
                    case Candidate.Other _ -> Optional.empty();
                };
                if (selection.isPresent()) {
                    return selection;
                }
            }
            return Optional.empty();
        }

        Optional<Selection> tryConfig(Candidate.Image image, Position at) throws IOException {
            Platform config = image.config().read();
            Optional<String> refusal = findRefusal(config);
            trail.byConfig(at, config, refusal.isEmpty(), refusal.orElseGet(() -> order.reason(config)));
            String subject = at.isRoot() ? "the name is a single manifest, which" : "entry " + at;
            return refusal.isEmpty()
                    ? Optional.of(trail.pick(at, image.descriptor(),
                            "%s is %s by its config and fits".formatted(subject, config)))
                    : Optional.empty();
        }

        private List<Usable> usable(List<Candidate> entries, Position index) {
            List<Usable> usable = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                Descriptor entry = entries.get(i).descriptor();
                Position at = index.child(i);
                Optional<Platform> platform = entry.platform().filter(written -> !written.isEmpty());
                if (entry.isAttachment() || platform.filter(Platform::isUnknown).isPresent()) {
                    trail.refused(at, entry, "is attached to another entry, never an image");
                } else if (platform.isEmpty()) {
                    trail.usable(at, entry, "names no platform, looked into last");
                    usable.add(new Usable(entries.get(i), at, LAST, false, 0));
                } else {
                    Optional<String> refusal = findRefusal(platform.get());
                    if (refusal.isPresent()) {
                        trail.refused(at, entry, refusal.get());
                    } else {
                        trail.usable(at, entry, order.reason(platform.get()));
                        usable.add(new Usable(entries.get(i), at, order.rank(platform.get()).orElseThrow(),
                                !isWantedVersion(platform.get()), platform.get().osFeatures().size()));
                    }
                }
            }
            usable.sort(ORDER);
            return usable;
        }

        private Optional<String> findRefusal(Platform platform) {
            OptionalInt rank = order.rank(platform);
            if (rank.isEmpty()) {
                return Optional.of(order.reason(platform));
            }
            return exactVersion && !isWantedVersion(platform)
                    ? Optional.of("OS version differs")
                    : Optional.empty();
        }

        /** {@code 10.0.20348} asks for {@code 10.0.20348.2527} too. */
        private boolean isWantedVersion(Platform platform) {
            return wanted.osVersion().isEmpty()
                    || (platform.osVersion() + ".").startsWith(wanted.osVersion() + ".");
        }

        private String why(Position at, Platform platform, int rank) {
            if (rank == 0) {
                return "entry %s is %s".formatted(at, platform);
            }
            boolean narrower = !platform.normalized().architecture().equals(wanted.normalized().architecture());
            return "entry %s is %s, which a machine for %s runs%s; there is nothing closer"
                    .formatted(at, platform, wanted, narrower ? " in 32-bit mode" : "");
        }
    }
}
