package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.CommandLine;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.Heredoc;
import dev.anyarch.builder.dockerfile.Instruction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a RUN executes.
 *
 * @param arguments the program first
 * @param script a file that is to be at {@link #SCRIPT_DIRECTORY} for it, where a here-document names its interpreter
 */
record RunCommand(List<String> arguments, Optional<Script> script) {
    static final String SCRIPT_DIRECTORY = "/dev/pipes";

    /** A here-document that begins with {@code #!}. */
    record Script(String name, String text) {}

    RunCommand {
        arguments = List.copyOf(arguments);
    }

    /**
     * Understands all forms.
     *
     * @param shell that the shell form is given to
     */
    static RunCommand of(Instruction.Run run, List<String> shell) throws DockerfileException {
        if (run.heredocs().isEmpty()) {
            return switch (run.command()) {
                case CommandLine.Exec exec when exec.arguments().isEmpty() ->
                    throw new DockerfileException(run.location(), "RUN needs a command");
                case CommandLine.Exec exec -> new RunCommand(exec.arguments(), Optional.empty());
                case CommandLine.Shell text -> new RunCommand(with(shell, text.text()), Optional.empty());
            };
        }
        if (!(run.command() instanceof CommandLine.Shell text)) {
            throw new DockerfileException(run.location(), "a here-document needs the shell form of RUN");
        }
        Heredoc first = run.heredocs().getFirst();
        if (!Heredoc.isAlone(text.text())) {
            StringBuilder whole = new StringBuilder(text.text());
            for (Heredoc heredoc : run.heredocs()) {
                whole.append('\n').append(heredoc.text()).append(heredoc.name());
            }
            return new RunCommand(with(shell, whole.toString()), Optional.empty());
        }
        String body = first.content();
        return body.startsWith("#!")
                ? new RunCommand(with(shell, SCRIPT_DIRECTORY + "/" + first.name()),
                        Optional.of(new Script(first.name(), body)))
                : new RunCommand(with(shell, body), Optional.empty());
    }

    private static List<String> with(List<String> shell, String text) {
        List<String> words = new ArrayList<>(shell);
        words.add(text);
        return words;
    }

    static List<String> shell(RuntimeSettings settings) throws IOException {
        return settings.words("Shell").filter(words -> !words.isEmpty()).orElse(List.of("/bin/sh", "-c"));
    }

    String history(List<String> declaredArguments) {
        List<String> words = new ArrayList<>();
        if (!declaredArguments.isEmpty()) {
            words.add("|" + declaredArguments.size());
            words.addAll(declaredArguments);
        }
        words.addAll(arguments);
        return HistoryText.ofLayer("RUN", words);
    }
}
