package dev.anyarch.cli;

import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.lint.Comments;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a target takes: arguments, secrets, SSH agents; of its own stage and of those below and before it that it uses. */
record DockerfileOutline(String target, String description, List<Argument> arguments, List<String> secrets,
        List<String> ssh) {
    private static final Pattern ID = Pattern.compile("(?:^|,)id=([^,]+)");

    /** An ARG that {@code --build-arg} can give. */
    record Argument(String name, String value, String description) {}

    static DockerfileOutline of(ImageBuild build) throws UsageException {
        Dockerfile dockerfile = build.dockerfile();
        Stage target = dockerfile.stages().getLast();
        if (build.target().isPresent()) {
            target = dockerfile.findStage(build.target().get())
                    .orElseThrow(() -> new UsageException("option --target: there is no stage '%s'; there are %s"
                            .formatted(build.target().get(), dockerfile.stages().stream().map(Stage::label).toList())));
        }
        Set<Stage> used = new LinkedHashSet<>();
        collect(dockerfile, target, used);
        Map<String, Argument> arguments = new LinkedHashMap<>();
        dockerfile.globalArgs().forEach(arg -> add(build, arg, arguments));
        Set<String> secrets = new LinkedHashSet<>();
        Set<String> ssh = new LinkedHashSet<>();
        for (Stage stage : used) {
            for (Instruction instruction : stage.instructions()) {
                if (instruction instanceof Instruction.Arg arg) {
                    add(build, arg, arguments);
                } else if (instruction instanceof Instruction.Run run) {
                    run.mounts().forEach(mount -> {
                        Matcher id = ID.matcher(mount);
                        if (mount.contains("type=secret") && id.find()) {
                            secrets.add(id.group(1));
                        } else if (mount.contains("type=ssh")) {
                            ssh.add(id.find(0) ? id.group(1) : "default");
                        }
                    });
                }
            }
        }
        return new DockerfileOutline(target.label(), DockerfileTargets.description(dockerfile, target),
                List.copyOf(arguments.values()), List.copyOf(secrets), List.copyOf(ssh));
    }

    private static void collect(Dockerfile dockerfile, Stage stage, Set<Stage> used) {
        if (!used.add(stage)) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(stage.from().image()));
        for (Instruction instruction : stage.instructions()) {
            if (instruction instanceof Instruction.Copy copy) {
                copy.from().ifPresent(names::add);
            }
        }
        names.forEach(name -> dockerfile.findStage(name, stage.index())
                .ifPresent(other -> collect(dockerfile, other, used)));
    }

    private static void add(ImageBuild build, Instruction.Arg arg, Map<String, Argument> arguments) {
        for (Instruction.Arg.Declaration one : arg.declarations()) {
            String value = Optional.ofNullable(build.buildArgs().get(one.name()))
                    .or(one::defaultValue)
                    .or(() -> Optional.ofNullable(arguments.get(one.name())).map(Argument::value))
                    .orElse("");
            String description = Comments.description(build.dockerfile(), arg.location().line(), one.name())
                    .or(() -> Optional.ofNullable(arguments.get(one.name())).map(Argument::description))
                    .orElse("");
            arguments.put(one.name(), new Argument(one.name(), value, description));
        }
    }

    void print(Console console) {
        console.printText("TARGET:       " + target);
        if (!description.isEmpty()) {
            console.printText("DESCRIPTION:  " + description);
        }
        if (!arguments.isEmpty()) {
            console.print("");
            Table table = new Table("BUILD ARG", "VALUE", "DESCRIPTION");
            arguments.forEach(argument -> table.row(argument.name, argument.value, argument.description));
            table.print(console);
        }
        list("SECRET", secrets, console);
        list("SSH", ssh, console);
    }

    private static void list(String title, List<String> values, Console console) {
        if (!values.isEmpty()) {
            console.print("");
            console.print(title);
            values.forEach(console::printText);
        }
    }

    Json.Obj toJson() {
        List<Json> args = new ArrayList<>();
        arguments.forEach(argument -> args.add(new JsonBuilder().put("name", argument.name)
                .putUnlessEmpty("description", argument.description)
                .putUnlessEmpty("value", argument.value)
                .build()));
        return new JsonBuilder().put("name", target)
                .putUnlessEmpty("description", description)
                .put("args", new Json.Arr(args))
                .putUnlessEmpty("secrets", secrets)
                .putUnlessEmpty("ssh", ssh)
                .build();
    }
}
