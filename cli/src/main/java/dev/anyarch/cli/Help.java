package dev.anyarch.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Help texts, made from the same specifications that arguments are read by. */
final class Help {
    private static final int COLUMN = 26;

    private Help() {}

    /** The text of one command. */
    static void print(CommandSpec spec, Console console) {
        console.print("Usage: " + spec.usage());
        console.print("");
        console.print(sentence(spec.summary()));
        if (!spec.description().isEmpty()) {
            console.print("");
            spec.description().lines().forEach(console::print);
        }
        console.print("");
        console.print("Options:");
        spec.listedOptions().forEach(option -> console.print(entry(optionLabel(option), option.help())));
    }

    /** The commands of a family, such as {@code index}. */
    static void printFamily(String family, Console console) {
        List<String> names = Commands.names().stream().filter(name -> name.startsWith(family + " ")).toList();
        console.print("Usage: anyarch " + family + " COMMAND");
        console.print("");
        printCommands(names, console);
    }

    /** All commands by group. */
    static void printAll(Console console) {
        console.print("One container image name, every architecture.");
        console.print("");
        console.print("Usage: anyarch COMMAND [OPTIONS] [ARGUMENTS]");
        for (Commands.Group group : Commands.GROUPS) {
            console.print("");
            console.print(group.title() + ":");
            printCommands(group.names(), console);
        }
        console.print("");
        console.print("""
            References are NAME[:TAG][@DIGEST] in a registry, or oci:DIR[:TAG], oci-archive:FILE[:TAG],
            docker-archive:FILE[:NAME], store:NAME. Platforms are OS/ARCH[/VARIANT].
            'anyarch COMMAND --help' tells more about a command.""");
    }

    private static void printCommands(List<String> names, Console console) {
        for (String name : names) {
            CommandSpec spec = Commands.find(name)
                    .orElseThrow(() -> new IllegalStateException("command '" + name + "' is listed but not there"))
                    .spec();
            console.print(entry(name, spec.summary()));
        }
    }

    private static String optionLabel(Option option) {
        return option.names().stream().collect(joining(", ")) + (option.takesValue() ? " " + option.placeholder() : "");
    }

    private static String entry(String label, String text) {
        String start = "  " + label;
        return start.length() < COLUMN
                ? start + " ".repeat(COLUMN - start.length()) + text
                : start + "\n" + " ".repeat(COLUMN) + text;
    }

    private static String sentence(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
    }
}
