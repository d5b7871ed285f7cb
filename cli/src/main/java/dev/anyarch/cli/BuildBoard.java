package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Remembers what a build has told, for pictures of it. Safe for use by several threads. */
final class BuildBoard {
    private static final int MOST_OUTPUT = 8;

    private final LongSupplier clock;
    private final long began;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int done;
    private int cached;

    /** @param clock nanoseconds */
    BuildBoard(LongSupplier clock) {
        this.clock = clock;
        this.began = clock.getAsLong();
    }

    /** A stage for one platform. */
    private static final class Line {
        private final long began;
        private Step step;
        private BoardState.Status status = BoardState.Status.RUNNING;
        private long stepBegan;
        private long ended;
        private final Deque<String> output = new ArrayDeque<>();

        Line(Step step, long now) {
            this.began = now;
            this.step = step;
        }

        void end(BoardState.Status how, long now) {
            status = how;
            ended = now;
        }

        BoardState.Row row(String name, long now) {
            long from = status == BoardState.Status.DONE ? began : stepBegan;
            long to = status == BoardState.Status.RUNNING ? now : ended;
            return new BoardState.Row(name, step.number(), step.total(),
                    step.text().lines().findFirst().map(TerminalText::plain).orElse(""), status, to - from,
                    List.copyOf(output));
        }
    }

    private static String name(Optional<String> target, Step step) {
        return target.map(name -> name + " ").orElse("") + step.platform() + " [" + step.stage();
    }

    synchronized void begun(Optional<String> target, Step step) {
        long now = clock.getAsLong();
        Line line = lines.computeIfAbsent(name(target, step), _ -> new Line(step, now));
        line.step = step;
        line.status = BoardState.Status.RUNNING;
        line.stepBegan = now;
        line.output.clear();
    }

    synchronized void found(Optional<String> target, Step step) {
        cached++;
        end(target, step, BoardState.Status.CACHED);
    }

    synchronized void finished(Optional<String> target, Step step) {
        done++;
        Line line = lines.get(name(target, step));
        boolean isFound = line != null && line.status == BoardState.Status.CACHED;
        if (step.number() == step.total()) {
            end(target, step, BoardState.Status.DONE);
        } else if (!isFound) {
            end(target, step, BoardState.Status.STEP_DONE);
        }
    }

    synchronized void failed(Optional<String> target, Step step) {
        end(target, step, BoardState.Status.FAILED);
    }

    private void end(Optional<String> target, Step step, BoardState.Status how) {
        Line line = lines.get(name(target, step));
        if (line != null) {
            line.end(how, clock.getAsLong());
        }
    }

    synchronized void printed(Optional<String> target, Step step, String text) {
        Line line = lines.get(name(target, step));
        String plain = TerminalText.plain(text);
        if (line != null && !plain.isEmpty()) {
            line.output.add(plain);
            if (line.output.size() > MOST_OUTPUT) {
                line.output.remove();
            }
        }
    }

    /** @param transfers as {@link BoardState#transfers} */
    synchronized BoardState state(List<String> transfers) {
        long now = clock.getAsLong();
        Map<String, List<BoardState.Row>> byPlatform = new LinkedHashMap<>();
        lines.forEach((name, line) -> byPlatform
                .computeIfAbsent(name.substring(0, name.indexOf('[')), _ -> new ArrayList<>())
                .add(line.row(name, now)));
        List<BoardState.Row> rows = byPlatform.values().stream().flatMap(List::stream).toList();
        return new BoardState(now - began, done, cached, rows, transfers);
    }
}
