package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildCheck;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.dockerfile.DockerfileWarning;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.model.Nearest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code build} does instead of building: {@code --check}, {@code --call check|outline|targets}.
 *
 * @param isJson whether one JSON document is wanted
 */
record BuildCall(Method method, boolean isJson) {
    static final Option CHECK = Option.flag("--check",
            "check the Dockerfile and build nothing; exit code 1 when there is something");
    static final Option CALL = Option.value("--call", "METHOD", "build, check, outline or targets (default build)");

    /** The ways not to build. */
    enum Method {
        CHECK, OUTLINE, TARGETS
    }

    /** Empty when it is to be built. */
    static Optional<BuildCall> of(Arguments arguments) throws UsageException {
        String call = arguments.value(CALL).orElse(arguments.has(CHECK) ? "check" : "build");
        boolean isJson = arguments.value(BuildOutputs.OUTPUT).filter("json"::equals).isPresent();
        for (String part : call.split(",", -1)) {
            isJson |= part.equals("format=json");
        }
        String name = call.replaceFirst(",.*", "");
        Optional<Method> method = switch (name) {
            case "build" -> Optional.empty();
            case "check", "lint" -> Optional.of(Method.CHECK);
            case "outline" -> Optional.of(Method.OUTLINE);
            case "targets" -> Optional.of(Method.TARGETS);
            default -> throw new UsageException("option --call: expected build, check, outline or targets, found '%s'%s"
                    .formatted(name, Nearest.suggestion(name, List.of("build", "check", "outline", "targets"))));
        };
        boolean json = isJson;
        if (method.isPresent() && !arguments.values(BuildOutputs.OUTPUT).isEmpty() && !json) {
            throw new UsageException(
                    "option --output: nothing is built with --call %s; only json is possible".formatted(
                            name));
        }
        return method.map(one -> new BuildCall(one, json));
    }

    ExitCode run(ImageBuild build, Session session) throws IOException, InterruptedException {
        return switch (method) {
            case CHECK -> check(build, session);
            case OUTLINE -> outline(build, session);
            case TARGETS -> targets(build, session);
        };
    }

    private ExitCode check(ImageBuild build, Session session) throws IOException, InterruptedException {
        List<DockerfileWarning> found = BuildCheck.check(build, StoreBaseImages.storeOnly(session));
        if (isJson) {
            List<Json> warnings = new ArrayList<>();
            found.forEach(warning -> warnings.add(json(warning)));
            session.console()
                    .print(JsonWriter.indented(
                            new JsonBuilder().put("warnings", new Json.Arr(warnings)).build(), "  "));
        } else {
            found.forEach(warning -> session.console().printText(warning.toTextWithLine() + "\n"));
            session.console()
                    .message(found.isEmpty()
                            ? "checked, nothing found"
                            : "checked, %d %s".formatted(found.size(), found.size() == 1 ? "warning" : "warnings"));
        }
        return found.isEmpty() ? ExitCode.OK : ExitCode.CHECKS_FAILED;
    }

    private static Json json(DockerfileWarning warning) {
        JsonBuilder json = new JsonBuilder();
        warning.rule().map(LintRule::id).ifPresent(id -> json.put("rule", id));
        warning.location().ifPresent(place -> BuildSteps.put(json, place));
        return json.put("message", warning.message()).build();
    }

    private ExitCode targets(ImageBuild build, Session session) {
        DockerfileTargets targets = DockerfileTargets.of(build);
        if (isJson) {
            session.console().print(JsonWriter.indented(targets.toJson(), "  "));
        } else {
            targets.print(session.console());
        }
        return ExitCode.OK;
    }

    private ExitCode outline(ImageBuild build, Session session) throws IOException {
        DockerfileOutline outline = DockerfileOutline.of(build);
        if (isJson) {
            session.console().print(JsonWriter.indented(outline.toJson(), "  "));
        } else {
            outline.print(session.console());
        }
        return ExitCode.OK;
    }
}
