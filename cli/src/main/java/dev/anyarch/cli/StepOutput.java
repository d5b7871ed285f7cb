package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands of a build print, kept while nobody sees it, for the one that fails. Safe for use by several threads.
 */
final class StepOutput {
    /** Characters of one command; the end says more than the beginning. */
    private static final int MOST = 4 * 1024 * 1024;
    /** What a line takes beside its characters, in characters: an empty one is not nothing. */
    private static final int LINE = 32;

    private final Map<Key, Lines> running = new HashMap<>();
    private Optional<Failed> failed = Optional.empty();

    /** Targets have equal steps. */
    private record Key(Optional<String> target, Step step) {}

    /** What a command printed before it failed. */
    record Failed(Optional<String> target, Step step, List<String> lines) {}

    private static final class Lines {
        private final Deque<String> lines = new ArrayDeque<>();
        private long size;
        private long leftOut;
    }

    synchronized void add(Optional<String> target, Step step, String line) {
        Lines of = running.computeIfAbsent(new Key(target, step), _ -> new Lines());
        of.lines.add(line);
        of.size += LINE + line.length();
        while (of.size > MOST && of.lines.size() > 1) {
            of.size -= LINE + of.lines.remove().length();
            of.leftOut++;
        }
    }

    synchronized void forget(Optional<String> target, Step step) {
        running.remove(new Key(target, step));
    }

    /** The step that failed first is the cause of all that fails after it. */
    synchronized void fail(Optional<String> target, Step step) {
        if (failed.isPresent()) {
            return;
        }
        Lines of = Optional.ofNullable(running.get(new Key(target, step))).orElseGet(Lines::new);
        List<String> lines = new ArrayList<>();
        if (of.leftOut > 0) {
            lines.add("… %d lines before these are left out".formatted(of.leftOut));
        }
        lines.addAll(of.lines);
        failed = Optional.of(new Failed(target, step, lines));
    }

    synchronized Optional<Failed> failed() {
        return failed;
    }
}
