package dev.anyarch.builder.build;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    /** What many instructions add to is kept as what it is, and becomes JSON when all of it is wanted. */
    private @Nullable Map<String, String> environment;
    private @Nullable SortedMap<String, String> labels;
    private final Map<String, SortedMap<String, Json>> sets = new HashMap<>();

    RuntimeSettings(Json.Obj members, String subject) {
        this.members = new LinkedHashMap<>(members.members());
        this.subject = subject;
    }

    RuntimeSettings copy() {
        return new RuntimeSettings(new Json.Obj(whole()), subject);
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

    /** An empty list is none. */
    void setWords(String name, List<String> words) {
        if (words.isEmpty()) {
            members.remove(name);
        } else {
            members.put(name, Json.ofStrings(words));
        }
    }

    void setJson(String name, Json value) {
        members.put(name, value);
    }

    void remove(String name) {
        members.remove(name);
    }

    /** The environment in its order; a variable without a value counts as empty. */
    Map<String, String> environment() throws InvalidContentException {
        return new LinkedHashMap<>(openEnvironment());
    }

    private Map<String, String> openEnvironment() throws InvalidContentException {
        Map<String, String> known = environment;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (String assignment : fields().strings("Env")) {
                int equals = assignment.indexOf('=');
                known.put(equals < 0 ? assignment : assignment.substring(0, equals),
                        equals < 0 ? "" : assignment.substring(equals + 1));
            }
            environment = known;
        }
        return known;
    }

    void setEnvironment(Map<String, String> newEnvironment) {
        environment = new LinkedHashMap<>(newEnvironment);
    }

    void addEnvironment(Map<String, String> additions) throws InvalidContentException {
        openEnvironment().putAll(additions);
    }

    void addLabels(Map<String, String> additions) throws InvalidContentException {
        SortedMap<String, String> known = labels;
        if (known == null) {
            known = new TreeMap<>(fields().stringMap("Labels"));
            labels = known;
        }
        known.putAll(additions);
    }

    /** Adds members to a set, which the format writes as an object of empty objects. */
    void addToSet(String name, List<String> additions) throws InvalidContentException {
        SortedMap<String, Json> set = sets.get(name);
        if (set == null) {
            set = new TreeMap<>(fields().object(name).map(existing -> existing.object().members()).orElse(Map.of()));
            sets.put(name, set);
        }
        for (String addition : additions) {
            set.put(addition, Json.Obj.EMPTY);
        }
    }

    private Map<String, Json> whole() {
        Map<String, Json> whole = new LinkedHashMap<>(members);
        if (environment != null) {
            whole.put("Env", Json.ofStrings(environment.entrySet()
                    .stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .toList()));
        }
        if (labels != null) {
            whole.put("Labels", Json.ofStrings(labels));
        }
        sets.forEach((name, set) -> whole.put(name, new Json.Obj(set)));
        return whole;
    }

    Json.Obj toJson() {
        Map<String, Json> whole = whole();
        Map<String, Json> ordered = new LinkedHashMap<>();
        for (String name : ORDER) {
            Json value = whole.get(name);
            if (value != null && !(value instanceof Json.Null)) {
                ordered.put(name, value);
            }
        }
        new TreeMap<>(whole).forEach(ordered::putIfAbsent);
        ordered.values().removeIf(value -> value instanceof Json.Null);
        return new Json.Obj(ordered);
    }

    private JsonFields fields() {
        return new JsonFields(new Json.Obj(members), subject);
    }
}
