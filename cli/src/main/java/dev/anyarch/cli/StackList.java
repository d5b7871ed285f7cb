package dev.anyarch.cli;

import dev.anyarch.bake.definition.Stack;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.model.Nearest;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code bake --list} prints. */
record StackList(boolean isOfVariables, boolean isJson) {
    private static final List<String> KINDS = List.of("targets", "variables");

    /** {@code targets}, {@code variables}, or as Docker {@code type=targets,format=json}. */
    static StackList parse(String text) throws UsageException {
        String kind = text;
        boolean isJson = false;
        for (String field : text.contains("=") ? text.split(",", -1) : new String[0]) {
            if (field.startsWith("type=")) {
                kind = field.substring("type=".length());
            } else if (field.equals("format=json")) {
                isJson = true;
            } else if (!field.equals("format=table")) {
                throw new UsageException("option --list: expected type=… or format=json, found '%s'".formatted(field));
            }
        }
        if (!KINDS.contains(kind)) {
            throw new UsageException("option --list: expected targets or variables, found '%s'%s".formatted(kind,
                    Nearest.suggestion(kind, KINDS)));
        }
        return new StackList(kind.equals("variables"), isJson);
    }

    void print(Stack stack, Console console) {
        if (isOfVariables) {
            printVariables(stack, console);
        } else {
            printTargets(stack, console);
        }
    }

    private void printVariables(Stack stack, Console console) {
        Table table = new Table("VARIABLE", "TYPE", "VALUE", "DESCRIPTION");
        List<Json> all = new ArrayList<>();
        stack.variables().values().forEach(variable -> {
            table.row(variable.name(), variable.type(), variable.value().orElse("<null>"), variable.description());
            JsonBuilder json = new JsonBuilder().put("name", variable.name())
                    .putUnlessEmpty("description", variable.description())
                    .putUnlessEmpty("type", variable.type());
            variable.value().ifPresent(value -> json.put("value", value));
            all.add(json.build());
        });
        print(table, all, console);
    }

    private void printTargets(Stack stack, Console console) {
        Map<String, String> descriptions = new TreeMap<>();
        stack.targets()
                .forEach((name, target) -> descriptions.put(name,
                        target.text(TargetAttribute.DESCRIPTION).orElse("")));
        stack.groups()
                .forEach((name, group) -> descriptions.put(name, group.description().isEmpty()
                        ? String.join(", ", group.targets().stream().sorted().toList())
                        : group.description()));
        Table table = new Table("TARGET", "DESCRIPTION");
        List<Json> all = new ArrayList<>();
        descriptions.forEach((name, description) -> {
            table.row(name, description);
            JsonBuilder json = new JsonBuilder().put("name", name).putUnlessEmpty("description", description);
            if (stack.groups().containsKey(name)) {
                json.put("group", true);
            }
            all.add(json.build());
        });
        print(table, all, console);
    }

    private void print(Table table, List<Json> all, Console console) {
        if (isJson) {
            console.print(JsonWriter.indented(new Json.Arr(all), "  "));
        } else {
            table.print(console);
        }
    }
}
