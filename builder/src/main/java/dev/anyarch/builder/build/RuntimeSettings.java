package dev.anyarch.builder.build;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The {@code config} object of an image that is built. Members that nobody here knows stay as the base image has them. For
 * one thread.
 */
final class RuntimeSettings {
    /** In the order in which the engines write them. */
    private static final List<String> ORDER = List.of("Hostname", "Domainname", "User", "AttachStdin", "AttachStdout",
            "AttachStderr", "ExposedPorts", "Tty", "OpenStdin", "StdinOnce", "Env", "Entrypoint", "Cmd", "Healthcheck",
            "ArgsEscaped", "Image", "Volumes", "WorkingDir", "OnBuild", "Labels", "StopSignal", "Shell");

    private final Map<String, Json> members;
    private final String subject;

    RuntimeSettings(Json.Obj members, String subject) {
        this.members = new LinkedHashMap<>(members.members());
        this.subject = subject;
    }

    RuntimeSettings copy() {
        return new RuntimeSettings(new Json.Obj(members), subject);
    }

    String text(String name) throws InvalidContentException {
        return fields().stringOrEmpty(name);
    }

    void setText(String name, String value) {
        members.put(name, Json.of(value));
    }

    Optional<List<String>> words(String name) throws InvalidContentException {
        return fields().has(name) ? Optional.of(fields().strings(name)) : Optional.empty();
    }

    void setWords(String name, List<String> words) {
        members.put(name, Json.ofStrings(words));
    }

    void setJson(String name, Json value) {
        members.put(name, value);
    }

    void remove(String name) {
        members.remove(name);
    }

    /** The environment in its order; a variable without a value counts as empty. */
    Map<String, String> environment() throws InvalidContentException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String assignment : fields().strings("Env")) {
            int equals = assignment.indexOf('=');
            environment.put(equals < 0 ? assignment : assignment.substring(0, equals),
                    equals < 0 ? "" : assignment.substring(equals + 1));
        }
        return environment;
    }

    void setEnvironment(Map<String, String> environment) {
        setWords("Env", environment.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue()).toList());
    }

    Map<String, String> labels() throws InvalidContentException {
        return new TreeMap<>(fields().stringMap("Labels"));
    }

    void setLabels(Map<String, String> labels) {
        members.put("Labels", Json.ofStrings(new TreeMap<>(labels)));
    }

    /** Adds members to a set, which the format writes as an object of empty objects. */
    void addToSet(String name, List<String> additions) throws InvalidContentException {
        TreeMap<String, Json> set = new TreeMap<>();
        fields().object(name).ifPresent(existing -> set.putAll(existing.object().members()));
        additions.forEach(addition -> set.put(addition, Json.Obj.EMPTY));
        members.put(name, new Json.Obj(set));
    }

    Json.Obj toJson() {
        Map<String, Json> ordered = new LinkedHashMap<>();
        for (String name : ORDER) {
            Json value = members.get(name);
            if (value != null && !(value instanceof Json.Null)) {
                ordered.put(name, value);
            }
        }
        new TreeMap<>(members).forEach(ordered::putIfAbsent);
        ordered.values().removeIf(value -> value instanceof Json.Null);
        return new Json.Obj(ordered);
    }

    private JsonFields fields() {
        return new JsonFields(new Json.Obj(members), subject);
    }
}
