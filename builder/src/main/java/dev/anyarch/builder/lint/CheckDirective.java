package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directive {@code # check=skip=RULE,…;error=true;experimental=RULE,…}, where {@code all} stands for every rule.
 *
 * @param skipped names of rules, lower case
 * @param experimental names of rules, lower case
 * @param failsBuild whether a finding is an error for the build
 */
record CheckDirective(List<String> skipped, List<String> experimental, boolean failsBuild) {
    private static final Pattern SKIPPED = Pattern.compile("(?i)^#\\s*check\\s*=\\s*(?:[^ ]*;)?skip=([^ ;]+).*");
    private static final Pattern LINE = Pattern.compile("^#\\s*[cC][hH][eE][cC][kK]\\s*=.*");

    CheckDirective {
        skipped = List.copyOf(skipped);
        experimental = List.copyOf(experimental);
    }

    static CheckDirective of(Dockerfile dockerfile) throws DockerfileException {
        return parse(dockerfile, dockerfile.directives().check().orElse(""));
    }

    /** The rules that a comment right above an instruction turns off for it: {@code # check=skip=RULE}; lower case. */
    static List<String> skippedAbove(Dockerfile dockerfile, int line) {
        for (int i = line - 2; i >= 0; i--) {
            String text = dockerfile.lines().get(i).strip();
            Matcher matcher = SKIPPED.matcher(text);
            if (matcher.matches()) {
                return names(matcher.group(1));
            }
            if (!text.startsWith("#")) {
                break;
            }
        }
        return List.of();
    }

    private static CheckDirective parse(Dockerfile dockerfile, String text) throws DockerfileException {
        List<String> skipped = new ArrayList<>();
        List<String> experimental = new ArrayList<>();
        boolean fails = false;
        for (String field : text.split(";", -1)) {
            int equals = field.indexOf('=');
            String name = (equals < 0 ? field : field.substring(0, equals)).strip();
            String value = equals < 0 ? "" : field.substring(equals + 1).strip();
            switch (name) {
                case "" -> {
                }
                case "skip" -> skipped.addAll(names(value));
                case "experimental" -> experimental.addAll(names(value));
                case "error" -> fails = isTrue(dockerfile, value);
                default -> throw new DockerfileException(location(dockerfile).at(name),
                        "# check: expected skip, error or experimental, found '%s'".formatted(name));
            }
        }
        return new CheckDirective(skipped, experimental, fails);
    }

    boolean isOn(LintRule rule) {
        String id = rule.id().toLowerCase(Locale.ROOT);
        boolean isSkipped = skipped.contains("all") || skipped.contains(id);
        boolean isWanted = !rule.isExperimental() || experimental.contains("all") || experimental.contains(id);
        return !isSkipped && isWanted;
    }

    private static List<String> names(String value) {
        List<String> names = new ArrayList<>();
        for (String name : value.split(",", -1)) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static boolean isTrue(Dockerfile dockerfile, String value) throws DockerfileException {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw new DockerfileException(location(dockerfile).at(value),
                    "# check: error: expected true or false, found '%s'".formatted(value));
        };
    }

    private static SourceLocation location(Dockerfile dockerfile) {
        for (int i = 0; i < dockerfile.lines().size(); i++) {
            if (LINE.matcher(dockerfile.lines().get(i)).matches()) {
                return new SourceLocation(dockerfile.file(), i + 1, 1, dockerfile.lines().subList(i, i + 1));
            }
        }
        return new SourceLocation(dockerfile.file(), 1, 1, List.of());
    }
}
