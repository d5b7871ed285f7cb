package dev.anyarch.cli;

import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Stage;
import dev.anyarch.builder.lint.Comments;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.util.ArrayList;
import java.util.List;

/** The stages that can be built. */
record DockerfileTargets(List<Target> targets) {

    /**
     * One stage.
     *
     * @param description of the comment above it; may be empty
     * @param isDefault whether it is built when none is named
     */
    record Target(String name, String description, String base, boolean isDefault) {}

    static DockerfileTargets of(ImageBuild build) {
        Dockerfile dockerfile = build.dockerfile();
        List<Target> targets = new ArrayList<>();
        for (Stage stage : dockerfile.stages()) {
            targets.add(new Target(stage.label(), description(dockerfile, stage), stage.from().image(),
                    stage.index() == dockerfile.stages().size() - 1));
        }
        return new DockerfileTargets(targets);
    }

    static String description(Dockerfile dockerfile, Stage stage) {
        return Comments.description(dockerfile, stage.from().location().line(), stage.label()).orElse("");
    }

    void print(Console console) {
        Table table = new Table("TARGET", "BASE", "DESCRIPTION");
        targets.forEach(target -> table.row(target.name + (target.isDefault ? " (default)" : ""), target.base,
                target.description));
        table.print(console);
    }

    Json.Obj toJson() {
        List<Json> all = new ArrayList<>();
        targets.forEach(target -> {
            JsonBuilder json = new JsonBuilder().put("name", target.name)
                    .putUnlessEmpty("description", target.description)
                    .put("base", target.base);
            if (target.isDefault) {
                json.put("default", true);
            }
            all.add(json.build());
        });
        return new JsonBuilder().put("targets", new Json.Arr(all)).build();
    }
}
