package dev.anyarch.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param names with their dashes, the short one first
 * @param kind how often it may be given and whether a value follows
 * @param placeholder what stands for the value in help; empty for a flag
 * @param help one sentence without a full stop; empty for one that is understood and not listed
 */
record Option(List<String> names, Kind kind, String placeholder, String help) {

    enum Kind {
        FLAG, VALUE, VALUES
    }

    Option {
        names = List.copyOf(names);
    }

    /** An option without a value; {@code names} are separated by commas. */
    static Option flag(String names, String help) {
        return new Option(List.of(names.split(",")), Kind.FLAG, "", help);
    }

    /** An option with a value; the last one given counts. */
    static Option value(String names, String placeholder, String help) {
        return new Option(List.of(names.split(",")), Kind.VALUE, placeholder, help);
    }

    /** An option that may be given several times. */
    static Option values(String names, String placeholder, String help) {
        return new Option(List.of(names.split(",")), Kind.VALUES, placeholder, help);
    }

    /** The same under other names. */
    Option withNames(List<String> others) {
        return new Option(others, kind, placeholder, help);
    }

    /** Whether it is in help and completion; one that is only understood has no help. */
    boolean isListed() {
        return !help.isEmpty();
    }

    boolean takesValue() {
        return kind != Kind.FLAG;
    }

    /** The name for messages: the long one. */
    String name() {
        return names.getLast();
    }
}
