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

    private static final Pattern NATIVE_CODE = Pattern.compile(
            BEFORE + "(?:npm|yarn|pnpm|bun|pip3?|poetry|uv|gem|bundle)\\s+(?:-\\S+\\s+)*(?:pip|install|add|ci|sync|wheel)(?=\\s|$)",
            Pattern.MULTILINE);

    private final String text;

    CommandWork(String text) {
        this.text = text;
    }

    private static Map<CommandWork, Pattern> patterns() {
        Map<CommandWork, Pattern> patterns = new LinkedHashMap<>();
        patterns.put(COMPILE, Pattern.compile(BEFORE
                + "(?:(?:xx-)?go\\s+(?:build|install|test)|(?:xx-)?cargo\\s+(?:build|install)|pip3?\\s+wheel|make|meson|bazel|ninja|cmake|gcc|g\\+\\+|cc|clang|rustc|javac|mvnw?|gradlew?|dotnet\\s+(?:build|publish)|npm\\s+run|yarn\\s+(?:run\\s+)?build|pnpm\\s+(?:run\\s+)?build|tsc|hugo)(?=\\s|$)",
                Pattern.MULTILINE));
        patterns.put(PACKAGE, Pattern.compile(BEFORE
                + "(?:apt(?:-get)?|apk|yum|dnf|microdnf|zypper|pacman|pip3?|npm|yarn|pnpm|bun|gem|bundle|composer|conda|mamba|poetry|uv(?:\\s+pip)?)\\s+(?:-\\S+\\s+)*(?:install|add|ci|sync|upgrade|update|-S\\S*)(?=\\s|$)",
                Pattern.MULTILINE));
        patterns.put(DOWNLOAD,
                Pattern.compile(BEFORE
                        + "(?:curl|wget|git\\s+clone|go\\s+mod\\s+download|cargo\\s+fetch|dotnet\\s+restore)(?=\\s|$)",
                        Pattern.MULTILINE));
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

    /** Whether it brings packages of a language that may have programs of one architecture in them. */
    static boolean bringsNativeCode(String command) {
        return NATIVE_CODE.matcher(PackageLists.removed(command)).find();
    }

    @Override
    public String toString() {
        return text;
    }
}
