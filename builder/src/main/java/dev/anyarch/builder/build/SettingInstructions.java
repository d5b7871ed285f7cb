package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Suggestion;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instructions that only change settings; each answers its text for the history, which ONBUILD has none in. For one thread. */
final class SettingInstructions {
    private final RuntimeSettings settings;
    private final StageScope scope;
    private final Platform platform;
    private boolean hasCmd;

    SettingInstructions(ImageDraft image, StageScope scope, Platform platform) {
        this.settings = image.settings();
        this.scope = scope;
        this.platform = platform;
    }

    String set(Instruction.Env env) throws IOException {
        Map<String, String> added = scope.set(env);
        settings.addEnvironment(added);
        return HistoryText.pairs("ENV", added);
    }

    String set(Instruction.Label label) throws IOException {
        Map<String, String> added = scope.expand(label.location(), label.pairs());
        settings.addLabels(added);
        return HistoryText.pairs("LABEL", added);
    }

    String set(Instruction.Cmd cmd) throws IOException {
        List<String> words = arguments(cmd.command());
        settings.setWords("Cmd", words);
        hasCmd = true;
        return HistoryText.quoted("CMD", words);
    }

    /** An entrypoint makes the inherited arguments meaningless, so they go unless this stage set them itself. */
    String set(Instruction.Entrypoint entrypoint) throws IOException {
        List<String> words = arguments(entrypoint.command());
        settings.setWords("Entrypoint", words);
        if (!hasCmd) {
            settings.remove("Cmd");
        }
        return HistoryText.quoted("ENTRYPOINT", words);
    }

    String set(Instruction.Expose expose) throws IOException {
        List<String> ports = new ArrayList<>();
        for (String word : expose.ports()) {
            for (String expanded : scope.expandWords(expose.location(), word)) {
                try {
                    ports.addAll(Ports.parse(expanded));
                } catch (IllegalArgumentException e) {
                    throw new DockerfileException(expose.location().at(word), e);
                }
            }
        }
        settings.addToSet("ExposedPorts", ports);
        return HistoryText.list("EXPOSE", ports);
    }

    String set(Instruction.Volume volume) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String path : volume.paths()) {
            String expanded = scope.expand(volume.location(), path);
            if (expanded.isBlank()) {
                throw new DockerfileException(volume.location().at(path), "'%s' is an empty path".formatted(path));
            }
            paths.add(expanded);
        }
        settings.addToSet("Volumes", paths);
        return HistoryText.list("VOLUME", paths);
    }

    String set(Instruction.User user) throws IOException {
        String name = scope.expand(user.location(), user.user());
        settings.setText("User", name);
        return "USER " + name;
    }

    String set(Instruction.StopSignal stopSignal) throws IOException {
        String signal = scope.expand(stopSignal.location(), stopSignal.signal());
        if (!Signals.isOne(signal)) {
            throw new DockerfileException(stopSignal.location().at(stopSignal.signal()),
                    "'%s' is not a signal, such as SIGTERM or 9%s".formatted(signal,
                            Suggestion.of(Signals.withoutPrefix(signal), Signals.names())));
        }
        settings.setText("StopSignal", signal);
        return "STOPSIGNAL " + signal;
    }

    String set(Instruction.Shell shell) {
        settings.setWords("Shell", shell.arguments());
        return HistoryText.list("SHELL", shell.arguments());
    }

    String set(Instruction.Healthcheck healthcheck) {
        Optional<Instruction.Healthcheck.Check> check = healthcheck.check();
        if (check.isEmpty()) {
            List<String> none = List.of("NONE");
            settings.setJson("Healthcheck", new JsonBuilder().putUnlessEmpty("Test", none).build());
            return HistoryText.healthcheck(none, Optional.empty());
        }
        List<String> test = test(check.get().command());
        JsonBuilder json = new JsonBuilder().putUnlessEmpty("Test", test);
        putDuration(json, "Interval", check.get().interval());
        putDuration(json, "Timeout", check.get().timeout());
        putDuration(json, "StartPeriod", check.get().startPeriod());
        putDuration(json, "StartInterval", check.get().startInterval());
        if (check.get().retries() > 0) {
            json.put("Retries", check.get().retries());
        }
        settings.setJson("Healthcheck", json.build());
        return HistoryText.healthcheck(test, check);
    }

    void set(Instruction.OnBuild onBuild) throws IOException {
        List<String> triggers = new ArrayList<>(settings.words("OnBuild").orElse(List.of()));
        triggers.add(onBuild.text());
        settings.setWords("OnBuild", triggers);
    }

    private static List<String> test(CommandLine command) {
        return switch (command) {
            case CommandLine.Shell shell -> List.of("CMD-SHELL", shell.text());
            case CommandLine.Exec exec -> {
                List<String> test = new ArrayList<>(List.of("CMD"));
                test.addAll(exec.arguments());
                yield test;
            }
        };
    }

    private static void putDuration(JsonBuilder json, String name, Duration duration) {
        if (!duration.isZero()) {
            json.put(name, duration.toNanos());
        }
    }

    private List<String> arguments(CommandLine command) throws InvalidContentException {
        return switch (command) {
            case CommandLine.Exec exec -> exec.arguments();
            case CommandLine.Shell shell -> {
                List<String> words = new ArrayList<>(settings.words("Shell").orElse(defaultShell()));
                words.add(shell.text());
                yield words;
            }
        };
    }

    private List<String> defaultShell() {
        return platform.os().equals("windows") ? List.of("cmd", "/S", "/C") : List.of("/bin/sh", "-c");
    }
}
