package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.PackageLists;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What the command of a RUN does, told by its words; emulation costs each kind differently. */
enum CommandWork {
    COMPILE("compiles"), PACKAGE("installs packages"), DOWNLOAD("downloads"), SCRIPT("runs a script");

    private static final String BEFORE = "(?:^|[\\s;&|(/])";
    private static final Map<CommandWork, Pattern> PATTERNS = patterns();
    private static final Pattern CROSSES = Pattern.compile(
            BEFORE + "(?:go|mvnw?|gradlew?|npm|yarn|pnpm|dotnet|tsc|hugo|cargo)(?=\\s|$)", Pattern.MULTILINE);

    private final String text;

    CommandWork(String text) {
        this.text = text;
    }

    private static Map<CommandWork, Pattern> patterns() {
        Map<CommandWork, Pattern> patterns = new LinkedHashMap<>();
        patterns.put(COMPILE, Pattern.compile(BEFORE
                + "(?:go\\s+(?:build|install|test)|cargo\\s+(?:build|install)|make|ninja|cmake|gcc|g\\+\\+|cc|clang|rustc|javac|mvnw?|gradlew?|dotnet\\s+(?:build|publish)|npm\\s+run|yarn\\s+(?:run\\s+)?build|pnpm\\s+(?:run\\s+)?build|tsc|hugo)(?=\\s|$)",
                Pattern.MULTILINE));
        patterns.put(PACKAGE, Pattern.compile(BEFORE
                + "(?:apt(?:-get)?|apk|yum|dnf|microdnf|zypper|pacman|pip3?|npm|yarn|pnpm|gem|bundle|composer|conda)\\s+(?:-\\S+\\s+)*(?:install|add|ci|upgrade|update|-S\\S*)(?=\\s|$)",
                Pattern.MULTILINE));
        patterns.put(DOWNLOAD,
                Pattern.compile(BEFORE + "(?:curl|wget|git\\s+clone)(?=\\s|$)", Pattern.MULTILINE));
        return patterns;
    }

    /** The dearest of what it does. */
    static CommandWork of(String command) {
        String plain = PackageLists.removed(command);
        return PATTERNS.entrySet()
                .stream()
                .filter(entry -> entry.getValue().matcher(plain).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(SCRIPT);
    }

    /** Whether what compiles there can do so for another platform, or makes the same for all. */
    static boolean crossesEasily(String command) {
        return CROSSES.matcher(PackageLists.removed(command)).find();
    }

    @Override
    public String toString() {
        return text;
    }
}
