package dev.anyarch.builder.cache;

import dev.anyarch.model.Digest;
import dev.anyarch.model.platform.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** What the builds with a cache did or found done, by the platform that they were for. For several threads. */
public final class UsedSteps {
    private final Map<Platform, SortedMap<Digest, CachedStep>> ofResults = new LinkedHashMap<>();
    private final Map<Platform, SortedMap<Digest, CachedStep>> all = new LinkedHashMap<>();

    /** Which steps are meant. */
    public enum Mode {
        /** Those whose layers are in the image. */
        MIN,
        /** Those of all stages that were needed. */
        MAX
    }

    /**
     * Adds a step.
     *
     * @param isOfResult whether the step is one of the image itself, not of a stage that is copied from
     */
    public synchronized void add(Platform platform, Digest key, CachedStep step, boolean isOfResult) {
        all.computeIfAbsent(platform, _ -> ExportedSteps.newMap()).put(key, step);
        if (isOfResult) {
            ofResults.computeIfAbsent(platform, _ -> ExportedSteps.newMap()).put(key, step);
        }
    }

    /** Adds what others were used for, such as the builds that a build is on. */
    public void addAll(UsedSteps others) {
        others.copy(others.all).forEach((platform, steps) -> copyInto(all, platform, steps));
        others.copy(others.ofResults).forEach((platform, steps) -> copyInto(ofResults, platform, steps));
    }

    private synchronized Map<Platform, SortedMap<Digest, CachedStep>> copy(
            Map<Platform, SortedMap<Digest, CachedStep>> from) {
        Map<Platform, SortedMap<Digest, CachedStep>> copy = new LinkedHashMap<>();
        from.forEach((platform, steps) -> copyInto(copy, platform, steps));
        return copy;
    }

    private synchronized void copyInto(Map<Platform, SortedMap<Digest, CachedStep>> to, Platform platform,
            SortedMap<Digest, CachedStep> steps) {
        to.computeIfAbsent(platform, _ -> ExportedSteps.newMap()).putAll(steps);
    }

    synchronized Map<Platform, ExportedSteps> steps(Mode mode) {
        Map<Platform, ExportedSteps> steps = new LinkedHashMap<>();
        (mode == Mode.MAX ? all : ofResults).forEach((platform, used) -> steps.put(platform, new ExportedSteps(used)));
        return steps;
    }
}
