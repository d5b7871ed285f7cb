package dev.anyarch.builder.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parser directives: comments of the form {@code # name=value} at the very top. The first line that is not a known one
 * ends them.
 *
 * @param syntax the front-end image asked for; informative, this parser is the front end
 * @param check settings of the linter
 * @param escape the escape character, a backslash or a backtick
 */
public record Directives(Optional<String> syntax, Optional<String> check, char escape) {
    private static final Pattern DIRECTIVE = Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*$");
    private static final Pattern OWN_SYNTAX = Pattern
            .compile("(docker\\.io/)?docker/dockerfile(-upstream)?([:@].*)?");
    private static final Set<String> KNOWN = Set.of("syntax", "check", "escape");

    /** The front end asked for when it is not Docker's own, whose language this parser reads. */
    Optional<String> foreignSyntax() {
        return syntax.filter(image -> !OWN_SYNTAX.matcher(image).matches());
    }

    static Directives parse(String file, List<String> lines) throws DockerfileException {
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = DIRECTIVE.matcher(lines.get(i));
            if (!matcher.matches()) {
                break;
            }
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            if (!KNOWN.contains(name)) {
                break;
            }
            SourceLocation location = SourceLocation.of(file, i + 1, lines.subList(i, i + 1));
            if (found.put(name, matcher.group(2)) != null) {
                throw new DockerfileException(location, "directive '%s' is there twice".formatted(name));
            }
            if (name.equals("escape") && !matcher.group(2).equals("\\") && !matcher.group(2).equals("`")) {
                throw new DockerfileException(location,
                        "directive escape: expected \\ or `, found '%s'".formatted(matcher.group(2)));
            }
        }
        return new Directives(Optional.ofNullable(found.get("syntax")), Optional.ofNullable(found.get("check")),
                found.getOrDefault("escape", "\\").charAt(0));
    }
}
