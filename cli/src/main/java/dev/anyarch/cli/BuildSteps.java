package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.ImageStore;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells how a build goes: a picture of it on a terminal, a line for each step elsewhere, a JSON document a line for programs.
 * Several targets share everything but their names.
 */
record BuildSteps(Console console, How how, Optional<String> target, BuildBoard board, StepOutput output,
        Traffic traffic,
        Optional<LiveDisplay> display) implements BuildProgress, Closeable {
    static final Option PROGRESS = Option.value("--progress", "HOW",
            "auto, tty, plain, json or quiet (default auto: tty on a terminal, else plain)");

    /** The ways to tell. */
    enum How {
        /** A picture at the bottom of the terminal. */
        LIVE, PLAIN, JSON,
        /** Only warnings, and what a command printed that failed. */
        QUIET
    }

    static BuildSteps of(Arguments arguments, Console console) throws UsageException {
        How how = switch (arguments.value(PROGRESS).orElse("auto")) {
            case "auto", "tty" -> console.isTerminal() ? How.LIVE : How.PLAIN;
            case "plain" -> How.PLAIN;
            case "json", "rawjson" -> How.JSON;
            case "quiet", "none" -> How.QUIET;
            case String other -> throw new UsageException(
                    "option --progress: expected auto, tty, plain, json or quiet, found '" + other + "'");
        };
        BuildBoard board = new BuildBoard(System::nanoTime);
        Traffic traffic = new Traffic();
        return new BuildSteps(console, how, Optional.empty(), board, new StepOutput(), traffic,
                how == How.LIVE && !console.isQuiet()
                        ? Optional.of(LiveDisplay.start(console, board, traffic::lines))
                        : Optional.empty());
    }

    /** The same for one target of several. */
    BuildSteps ofTarget(String name) {
        return new BuildSteps(console, how, Optional.of(name), board, output, traffic, display);
    }

    /** What is read from there is seen, where somebody looks. */
    ImageSource observed(ImageSource source) {
        return display.isPresent() ? traffic.observed(source) : source;
    }

    /** What is written there is seen, where somebody looks. */
    ImageStore observed(ImageStore store) {
        return display.isPresent() ? traffic.observed(store) : store;
    }

    /** In front of what a line is about. */
    private String prefix() {
        return target.map(name -> name + " ").orElse("");
    }

    @Override
    public void begun(Step step) {
        String line = "%s%s [%s %d/%d] %s".formatted(prefix(), step.platform(), step.stage(), step.number(),
                step.total(),
                step.text().lines().findFirst().orElse(""));
        switch (how) {
            case LIVE -> board.begun(target, step);
            case PLAIN -> console.message(line);
            case JSON -> event("begun", step);
            case QUIET -> {
            }
        }
    }

    @Override
    public void found(Step step) {
        switch (how) {
            case PLAIN -> console.message("%s%s [%s %d/%d] CACHED".formatted(prefix(), step.platform(), step.stage(),
                    step.number(), step.total()));
            case JSON -> event("cached", step);
            case LIVE -> board.found(target, step);
            case QUIET -> {
            }
        }
    }

    @Override
    public void finished(Step step) {
        switch (how) {
            case JSON -> event("finished", step);
            case LIVE -> {
                board.finished(target, step);
                output.forget(target, step);
            }
            case QUIET -> output.forget(target, step);
            case PLAIN -> {
            }
        }
    }

    @Override
    public void failed(Step step) {
        switch (how) {
            case JSON -> event("failed", step);
            case LIVE -> {
                board.failed(target, step);
                output.fail(target, step);
            }
            case QUIET -> output.fail(target, step);
            case PLAIN -> console.message("%s%s [%s %d/%d] FAILED".formatted(prefix(), step.platform(), step.stage(),
                    step.number(), step.total()));
        }
    }

    @Override
    public void printed(Step step, String line) {
        switch (how) {
            case PLAIN ->
                // a command can print a million lines a second, and a format takes a microsecond
                console.message(prefix() + step.platform() + " [" + step.stage() + " " + step.number() + "/"
                        + step.total() + "] | " + line);
            case JSON -> print(describe("printed", step).put("line", line).build());
            case LIVE -> {
                board.printed(target, step, line);
                output.add(target, step, line);
            }
            case QUIET -> output.add(target, step, line);
        }
    }

    /** Something about the build as a whole that few want to know. */
    void told(String line) {
        if (how == How.PLAIN) {
            console.message(line);
        } else if (how == How.LIVE) {
            console.detail(line);
        }
    }

    @Override
    public void emulated(Platform platform, String emulator) {
        switch (how) {
            case LIVE, PLAIN -> console.message(
                    "%s is emulated by %s: expect commands to take 3 to 25 times as long".formatted(platform,
                            emulator));
            case JSON -> print(new JsonBuilder().put("event", "emulated")
                    .put("platform", platform.toString())
                    .put("emulator", emulator)
                    .build());
            case QUIET -> {
            }
        }
    }

    @Override
    public void warned(DockerfileWarning warning) {
        if (how != How.JSON) {
            console.message("warning: " + warning);
            return;
        }
        JsonBuilder json = new JsonBuilder().put("event", "warning").put("message", warning.message());
        warning.location().ifPresent(place -> put(json, place));
        print(json.build());
    }

    private void event(String name, Step step) {
        print(describe(name, step).put("text", step.text()).build());
    }

    private JsonBuilder describe(String event, Step step) {
        JsonBuilder json = new JsonBuilder().put("event", event);
        target.ifPresent(name -> json.put("target", name));
        return json
                .put("platform", step.platform().toString())
                .put("stage", step.stage())
                .put("step", step.number())
                .put("steps", step.total());
    }

    static void put(JsonBuilder json, SourceLocation place) {
        json.put("file", place.file()).put("line", place.line()).put("column", place.column());
    }

    private void print(Json.Obj json) {
        console.document(new String(JsonWriter.compact(json), StandardCharsets.UTF_8));
    }

    /** The build is done, well or not: the picture stays as it is, and below it is all that a failed command printed. */
    void end() {
        display.ifPresent(LiveDisplay::close);
    }

    @Override
    public void close() {
        end();
        output.failed().ifPresent(failed -> {
            Step step = failed.step();
            console.message("%s [%s %d/%d] %s".formatted(
                    failed.target().map(name -> name + " ").orElse("") + step.platform(), step.stage(), step.number(),
                    step.total(), step.text().lines().findFirst().orElse("")));
            failed.lines().forEach(line -> console.message("  | " + line));
        });
    }
}
