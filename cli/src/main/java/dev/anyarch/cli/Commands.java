package dev.anyarch.cli;

import dev.anyarch.model.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands by name. A switch and not a map of instances, so that choosing one loads no other.
 */
final class Commands {
    /** What a later version will have; named so that nobody searches for a typing error. */
    private static final Set<String> PLANNED = Set.of("join", "diff", "wait", "explain", "mirror",
            "bundle", "verify", "audit", "gc", "delete", "index add", "index remove",
            "index annotate", "index adopt", "manifest create", "manifest annotate", "manifest push", "manifest rm");

    private static final List<String> FAMILIES = List.of("index", "manifest");

    /** Commands under a heading of the help text. */
    record Group(String title, List<String> names) {}

    static final List<Group> GROUPS = List.of(new Group("Start here", List.of("quickstart")),
            new Group("Build", List.of("build", "bake", "plan")),
            new Group("Run", List.of("run", "doctor")),
            new Group("One name for every platform", List.of("index create")),
            new Group("See", List.of("inspect", "manifest inspect", "platforms", "tags", "resolve")),
            new Group("Move", List.of("copy")),
            new Group("The local store",
                    List.of("images", "pull", "push", "save", "load", "tag", "rmi", "du", "prune")),
            new Group("Registries", List.of("login", "logout", "serve")),
            new Group("This program", List.of("completion", "version", "help")));

    private Commands() {}

    static Optional<Command> find(String name) {
        return switch (name) {
            case "bake" -> Optional.of(new BakeCommand());
            case "build" -> Optional.of(new BuildCommand());
            case "completion" -> Optional.of(new CompletionCommand());
            case "copy" -> Optional.of(new CopyCommand());
            case "doctor" -> Optional.of(new DoctorCommand());
            case "du" -> Optional.of(new DuCommand());
            case "help" -> Optional.of(new HelpCommand());
            case "images" -> Optional.of(new ImagesCommand());
            case "index create" -> Optional.of(new IndexCreateCommand());
            case "inspect" -> Optional.of(new InspectCommand());
            case "load" -> Optional.of(new LoadCommand());
            case "login" -> Optional.of(new LoginCommand());
            case "logout" -> Optional.of(new LogoutCommand());
            case "manifest inspect" -> Optional.of(new ManifestInspectCommand());
            case "platforms" -> Optional.of(new PlatformsCommand());
            case "plan" -> Optional.of(new PlanCommand());
            case "prune" -> Optional.of(new PruneCommand());
            case "pull" -> Optional.of(new PullCommand());
            case "push" -> Optional.of(new PushCommand());
            case "quickstart" -> Optional.of(new QuickstartCommand());
            case "resolve" -> Optional.of(new ResolveCommand());
            case "rmi" -> Optional.of(new RmiCommand());
            case "run" -> Optional.of(new RunCommand());
            case "save" -> Optional.of(new SaveCommand());
            case "serve" -> Optional.of(new ServeCommand());
            case "tag" -> Optional.of(new TagCommand());
            case "tags" -> Optional.of(new TagsCommand());
            case "version" -> Optional.of(new VersionCommand());
            default -> Optional.empty();
        };
    }

    /** Whether {@code word} is the first of two: {@code index create}. */
    static boolean isFamily(String word) {
        return FAMILIES.contains(word);
    }

    /** Every command there is, in the order of help. */
    static List<String> names() {
        return GROUPS.stream().flatMap(group -> group.names().stream()).toList();
    }

    /** What can follow the program's name. */
    static List<String> firstWords() {
        return names().stream().map(name -> name.replaceFirst(" .*", "")).distinct().toList();
    }

    static List<String> families() {
        return FAMILIES;
    }

    /** The second words of a family's commands. */
    static List<String> members(String family) {
        return names().stream()
                .filter(name -> name.startsWith(family + " "))
                .map(name -> name.substring(family.length() + 1))
                .toList();
    }

    /** Why {@link #find} has nothing. */
    static String whyAbsent(String name) {
        if (PLANNED.contains(name)) {
            return "'%s' is not available in this version; 'anyarch help' lists what is".formatted(name);
        }
        return "unknown command '%s'%s; 'anyarch help' lists the commands"
                .formatted(name, Nearest.suggestion(name, names()));
    }
}
