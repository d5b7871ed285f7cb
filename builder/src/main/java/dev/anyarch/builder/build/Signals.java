package dev.anyarch.builder.build;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that STOPSIGNAL takes: those of Linux, with or without {@code SIG}, in any case, and numbers. */
final class Signals {
    private static final Set<String> NAMES = Set.of("ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL",
            "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
            "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX");
    private static final Pattern REAL_TIME = Pattern.compile("RTMIN\\+([1-9]|1[0-5])|RTMAX-([1-9]|1[0-4])");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d?");

    private Signals() {}

    static Set<String> names() {
        return NAMES;
    }

    static boolean isOne(String text) {
        String name = withoutPrefix(text);
        return NUMBER.matcher(text).matches() || NAMES.contains(name) || REAL_TIME.matcher(name).matches();
    }

    static String withoutPrefix(String text) {
        return text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    }
}
