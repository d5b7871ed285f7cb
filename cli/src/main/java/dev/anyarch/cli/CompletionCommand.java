package dev.anyarch.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** {@code anyarch completion SHELL}: prints a script for the shell to source. */
final class CompletionCommand implements Command {

    @Override
    public CommandSpec spec() {
        return new CommandSpec("completion", "bash|zsh|fish", 1, 1, "print a completion script for a shell", """
            bash:  source <(anyarch completion bash)
            zsh:   source <(anyarch completion zsh)
            fish:  anyarch completion fish | source""", List.of());
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws UsageException {
        session.console().print(switch (arguments.operand(0)) {
            case "bash" -> bash();
            case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
            case "fish" -> fish();
            case String other ->
                throw new UsageException("shell '" + other + "': expected bash, zsh or fish");
        });
        return ExitCode.OK;
    }

    /** One case per command with its options; files where no option begins. */
    private static String bash() {
        String cases = specs().stream()
                .map(spec -> "    '%s') words='%s' ;;".formatted(spec.name(), optionNames(spec)))
                .collect(joining("\n"));
        return """
            _anyarch() {
              local current="${COMP_WORDS[COMP_CWORD]}" command="${COMP_WORDS[1]}" words=
              case "$command" in
                %s) [ "$COMP_CWORD" -gt 2 ] && command="$command ${COMP_WORDS[2]}" ;;
              esac
              case "$command" in
            %s
                %s
              esac
              if [ "$COMP_CWORD" -eq 1 ]; then
                words='%s'
              elif [ "${current#-}" = "$current" ] && [ "${command#* }" != "$command" -o "$COMP_CWORD" -gt 2 ]; then
                words=
              fi
              COMPREPLY=($(compgen -W "$words" -- "$current"))
              [ -n "$words" ] || COMPREPLY=($(compgen -f -- "$current"))
            }
            complete -o filenames -F _anyarch anyarch"""
                .formatted(String.join("|", Commands.families()), cases, familyCases(),
                        String.join(" ", Commands.firstWords()));
    }

    private static String familyCases() {
        return Commands.families()
                .stream()
                .map(family -> "'%s') words='%s' ;;".formatted(family, String.join(" ", Commands.members(family))))
                .collect(joining("\n    "));
    }

    private static String fish() {
        String first = "complete -c anyarch -n __fish_use_subcommand -f -a '%s'\n"
                .formatted(String.join(" ", Commands.firstWords()));
        String families = Commands.families()
                .stream()
                .map(family -> "complete -c anyarch -n '__fish_seen_subcommand_from %s' -f -a '%s'\n".formatted(family,
                        String.join(" ", Commands.members(family))))
                .collect(joining());
        return first + families + specs().stream().map(CompletionCommand::fishOptions).collect(joining("\n"));
    }

    private static String fishOptions(CommandSpec spec) {
        String condition = spec.name().substring(spec.name().indexOf(' ') + 1);
        return spec.listedOptions()
                .map(option -> "complete -c anyarch -n '__fish_seen_subcommand_from %s' -l %s%s -d '%s'".formatted(
                        condition, option.name().substring(2), option.takesValue() ? " -r" : "",
                        option.help().replace("'", "\\'")))
                .collect(joining("\n"));
    }

    private static List<CommandSpec> specs() {
        return Commands.names().stream().flatMap(name -> Commands.find(name).stream()).map(Command::spec).toList();
    }

    private static String optionNames(CommandSpec spec) {
        return spec.listedOptions().flatMap(option -> option.names().stream()).collect(joining(" "));
    }
}
