package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildProgress;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import dev.anyarch.model.platform.Platform;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells how a build goes: the current step on a terminal, a line for each step elsewhere, a JSON document a line for
 * programs.
 */
record BuildSteps(Console console, How how, Optional<String> target) implements BuildProgress, Closeable {
    static final Option PROGRESS = Option.value("--progress", "HOW",
            "auto, tty, plain, json or quiet (default auto)");

    /** The ways to tell. */
    enum How {
        /** Steps take each other's place at the bottom of the terminal. */
        LIVE, PLAIN, JSON,
        /** Only warnings. */
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
        return new BuildSteps(console, how, Optional.empty());
    }

    /** The same for one target of several. */
    BuildSteps ofTarget(String name) {
        return new BuildSteps(console, how, Optional.of(name));
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
            case LIVE -> console.live(line);
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
            case LIVE, QUIET -> {
            }
        }
    }

    @Override
    public void finished(Step step) {
        if (how == How.JSON) {
            event("finished", step);
        }
    }

    @Override
    public void printed(Step step, String line) {
        switch (how) {
            case PLAIN ->
                console.message("%s%s [%s %d/%d] | %s".formatted(prefix(), step.platform(), step.stage(), step.number(),
                        step.total(), line));
            case JSON -> print(describe("printed", step).put("line", line).build());
            case LIVE, QUIET -> {
            }
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
        console.message(new String(JsonWriter.compact(json), StandardCharsets.UTF_8));
    }

    /** The build is done: the live line goes. */
    void end() {
        console.live("");
    }

    @Override
    public void close() {
        end();
    }
}
