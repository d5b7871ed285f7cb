package dev.anyarch.model.platform;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what one selection looked at and turns the end of it into a {@link Selection}; for one selection, one thread. */
final class Trail {
    private static final int MAX_NAMED = 20;

    private final Platform wanted;
    private final List<Considered> considered = new ArrayList<>();

    Trail(Platform wanted) {
        this.wanted = wanted;
    }

    void usable(Position position, Descriptor entry, String reason) {
        considered.add(new Considered(position, entry.platform(), true, reason));
    }

    void refused(Position position, Descriptor entry, String reason) {
        considered.add(new Considered(position, entry.platform(), false, reason));
    }

    /** The verdict on a candidate by the platform of its config. */
    void byConfig(Position position, Platform config, boolean usable, String reason) {
        considered.add(new Considered(position, Optional.of(config), usable, reason + " (read from its config)"));
    }

    Selection pick(Position position, Descriptor entry, String why) {
        return new Selection.One(position, entry.digest(), why, considered);
    }

    Selection keep(List<Position> positions, Optional<Digest> digest, String why) {
        return new Selection.Subset(positions, digest, why, considered);
    }

    Selection noMatch() {
        return noMatch("no entry for %s; there is %s".formatted(wanted, offered()));
    }

    Selection noMatch(String why) {
        return new Selection.None(SelectionError.NO_MATCH, List.of(), why, considered);
    }

    Selection nestedIndex(Position position, String engine) {
        return new Selection.None(SelectionError.NESTED_INDEX, List.of(position),
                "entry %s is an index itself, where %s expects a manifest".formatted(position, engine), considered);
    }

    Selection badPlatform(String why) {
        return new Selection.None(SelectionError.BAD_PLATFORM, List.of(), why, considered);
    }

    private String offered() {
        List<String> platforms = considered.stream()
                .flatMap(entry -> entry.platform().stream())
                .filter(platform -> !platform.isUnknown())
                .map(Platform::toString)
                .distinct()
                .toList();
        if (platforms.isEmpty()) {
            return "none that names a platform";
        }
        int more = platforms.size() - MAX_NAMED;
        return more <= 0
                ? String.join(", ", platforms)
                : "%s and %d more".formatted(String.join(", ", platforms.subList(0, MAX_NAMED)), more);
    }
}
