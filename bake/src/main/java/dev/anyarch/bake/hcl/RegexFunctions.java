package dev.anyarch.bake.hcl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Functions of regular expressions, in Go's dialect where it differs from Java's. */
final class RegexFunctions {
    private static final Pattern REPLACEMENT = Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)})");

    private RegexFunctions() {}

    static void addTo(Map<String, Function> all) {
        all.put("regex", Function.of(2, 2, arguments -> {
            Matcher matcher = matcher(arguments);
            if (!matcher.find()) {
                throw new IllegalArgumentException("'%s' does not match".formatted(TextFunctions.text(arguments, 0)));
            }
            return match(matcher);
        }));
        all.put("regexall", Function.of(2, 2, arguments -> {
            Matcher matcher = matcher(arguments);
            List<Value> matches = new ArrayList<>();
            while (matcher.find()) {
                matches.add(match(matcher));
            }
            return new Value.Items(matches);
        }));
        all.put("regex_replace", Function.of(3, 3, arguments -> {
            Matcher matcher = compile(TextFunctions.text(arguments, 1)).matcher(TextFunctions.text(arguments, 0));
            String replacement = TextFunctions.text(arguments, 2);
            return Value.of(matcher
                    .replaceAll(found -> Matcher.quoteReplacement(expand(replacement, matcher))));
        }));
    }

    private static Matcher matcher(List<Value> arguments) {
        return compile(TextFunctions.text(arguments, 0)).matcher(TextFunctions.text(arguments, 1));
    }

    private static Pattern compile(String pattern) {
        try {
            return Pattern.compile(pattern.replace("(?P<", "(?<"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'%s' is no regular expression: %s".formatted(pattern,
                    e.getDescription()), e);
        }
    }

    /** The text without groups; a list of them, or a map of those that have names. */
    private static Value match(Matcher matcher) {
        Map<String, Integer> names = matcher.namedGroups();
        if (!names.isEmpty()) {
            TreeMap<String, Value> members = new TreeMap<>();
            names.forEach((name, group) -> members.put(name, group(matcher, group)));
            return new Value.Members(members);
        }
        if (matcher.groupCount() == 0) {
            return Value.of(matcher.group());
        }
        List<Value> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(group(matcher, i));
        }
        return new Value.Items(groups);
    }

    private static Value group(Matcher matcher, int group) {
        return matcher.start(group) < 0 ? Value.NULL : Value.of(matcher.group(group));
    }

    /** {@code $1}, {@code ${name}} and {@code $$}; a group that is not there is empty. */
    private static String expand(String replacement, Matcher match) {
        return REPLACEMENT.matcher(replacement).replaceAll(found -> {
            if (found.group(1) != null) {
                return Matcher.quoteReplacement("$");
            }
            String name = found.group(2) == null ? found.group(3) : found.group(2);
            int group = name.matches("\\d{1,4}")
                    ? Integer.parseInt(name)
                    : match.namedGroups().getOrDefault(name, -1);
            boolean isThere = group >= 0 && group <= match.groupCount() && match.start(group) >= 0;
            return isThere ? Matcher.quoteReplacement(match.group(group)) : "";
        });
    }
}
