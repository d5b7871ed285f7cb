package dev.anyarch.cli;

import java.util.List;

/** Options that every command has. */
final class GlobalOptions {
    static final Option QUIET = Option.flag("-q,--quiet", "only results and errors");
    static final Option VERBOSE = Option.flag("--verbose", "tell each step");
    static final Option DEBUG = Option.flag("--debug", "with an error, its stack trace");
    static final Option HELP = Option.flag("-h,--help", "this text");

    static final List<Option> ALL = List.of(QUIET, VERBOSE, DEBUG, HELP);

    /** Not for every command, but the same wherever it is: facts as one JSON document. */
    static final Option OUTPUT = Option.value("-o,--output", "FORMAT", "table or json (default table)");

    static final Option DRY_RUN = Option.flag("--dry-run", "print what would be written, and write nothing");

    private GlobalOptions() {}

    /** Whether {@link #OUTPUT} asks for JSON. */
    static boolean isJson(Arguments arguments) throws UsageException {
        String format = arguments.value(OUTPUT).orElse("table");
        return switch (format) {
            case "json" -> true;
            case "table" -> false;
            default -> throw new UsageException("option --output: expected table or json, found '" + format + "'");
        };
    }
}
