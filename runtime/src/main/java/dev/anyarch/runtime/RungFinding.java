package dev.anyarch.runtime;

import java.util.Optional;

/**
 * Whether a rung of the ladder works on this machine, for this user; found by trying.
 *
 * @param obstacle why not
 */
public record RungFinding(Rung rung, Optional<Obstacle> obstacle) {

    /**
     * What is in the way.
     *
     * @param reason what was found
     * @param fix the one thing to do about it
     */
    public record Obstacle(String reason, String fix) {

        /** Both in one clause. */
        String text() {
            return fix.isEmpty() ? reason : "%s (%s)".formatted(reason, fix);
        }
    }

    static RungFinding works(Rung rung) {
        return new RungFinding(rung, Optional.empty());
    }

    static RungFinding fails(Rung rung, String reason, String fix) {
        return new RungFinding(rung, Optional.of(new Obstacle(reason, fix)));
    }

    public boolean works() {
        return obstacle.isEmpty();
    }
}
