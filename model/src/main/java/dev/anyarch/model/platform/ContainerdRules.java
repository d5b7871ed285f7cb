package dev.anyarch.model.platform;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * containerd's client ({@code images.Manifest} in core/images/image.go), and with it ctr, nerdctl, BuildKit and dockerd on
 * the containerd store. Entries without a platform come last; of all usable entries only the best is ever looked at, so a
 * nested index without a match hides a match beside it. A root that is a manifest is not checked.
 */
final class ContainerdRules implements SelectionRules {
    private final Function<Platform, PlatformOrder> order;

    ContainerdRules(Function<Platform, PlatformOrder> order) {
        this.order = order;
    }

    @Override
    public Selection select(Candidate root, SelectionRequest request) throws IOException {
        Trail trail = new Trail(request.wanted());
        return switch (root) {
            case Candidate.Image image -> trail.pick(Position.ROOT, image.descriptor(),
                    "the name is a single manifest, which is taken whatever its platform is");
            case Candidate.Index index -> walk(index, Position.ROOT, order.apply(request.wanted()), trail);
            case Candidate.Other other ->
                trail.noMatch("%s is neither an image nor an index".formatted(other.descriptor().mediaType()));
        };
    }

    private static Selection walk(Candidate.Index index, Position at, PlatformOrder order, Trail trail)
            throws IOException {
        Optional<OrderedEntries.Entry> best = OrderedEntries.of(index.entries().read(), at, order, trail, false)
                .stream()
                .findFirst();
        if (best.isEmpty()) {
            return trail.noMatch();
        }
        OrderedEntries.Entry entry = best.get();
        return switch (entry.candidate()) {
            case Candidate.Index nested -> walk(nested, entry.position(), order, trail);
            case Candidate.Image image -> image(image, entry.position(), order, trail);
            case Candidate.Other other -> trail.noMatch("the best entry, %s, is a %s, which is no image"
                    .formatted(entry.position(), other.descriptor().mediaType()));
        };
    }

    private static Selection image(Candidate.Image image, Position at, PlatformOrder order, Trail trail)
            throws IOException {
        Optional<Platform> written = image.descriptor().platform();
        if (written.isPresent()) {
            return trail.pick(at, image.descriptor(),
                    "entry %s (%s) is the best match".formatted(at, written.get()));
        }
        Platform config = image.config().read();
        OptionalInt rank = order.rank(config);
        trail.byConfig(at, config, rank.isPresent(), order.reason(config));
        return rank.isPresent()
                ? trail.pick(at, image.descriptor(),
                        "entry %s names no platform; its config says %s, which fits".formatted(at, config))
                : trail.noMatch(("entry %s names no platform and its config says %s; it is the only one "
                        + "that is looked into").formatted(at, config));
    }
}
