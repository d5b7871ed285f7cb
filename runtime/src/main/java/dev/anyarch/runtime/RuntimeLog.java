package dev.anyarch.runtime;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an OCI runtime says when it cannot start a container. */
final class RuntimeLog {
    private static final Pattern RUNC = Pattern.compile("msg=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TIME = Pattern.compile("^\\S*\\d{4}-\\d\\d-\\d\\dT\\S+\\s+");

    private RuntimeLog() {}

    /** What a shell would have answered: 127 or 126 when it is about the program, 0 when it is about the machine. */
    static int exitCode(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (!lower.contains("exec")) {
            return 0;
        }
        if (lower.contains("not found") || lower.contains("no such file")) {
            return 127;
        }
        boolean refused = lower.contains("exec format error") || lower.contains("permission denied")
                || lower.contains("open executable");
        return refused ? 126 : 0;
    }

    /** The last complaint, without the time and the wrapping. */
    static String explain(String log) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "the OCI runtime failed without a word";
        }
        String last = lines.getLast();
        Matcher runc = RUNC.matcher(last);
        String message = runc.find() ? runc.group(1).replace("\\\"", "\"") : TIME.matcher(last).replaceFirst("");
        return message.strip();
    }
}
