package dev.anyarch.bake.hcl;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Functions of texts. */
final class TextFunctions {
    private TextFunctions() {}

    static void addTo(Map<String, Function> all) {
        all.put("lower", one(text -> text.toLowerCase(Locale.ROOT)));
        all.put("upper", one(text -> text.toUpperCase(Locale.ROOT)));
        all.put("title", one(TextFunctions::title));
        all.put("trimspace", one(String::strip));
        all.put("chomp", one(text -> text.replaceFirst("[\\r\\n]+\\z", "")));
        all.put("reverse", one(text -> String.join("", characters(text).reversed())));
        all.put("sanitize", one(text -> text.replaceAll("[^a-zA-Z0-9_-]", "_")));
        all.put("basename", one(TextFunctions::baseName));
        all.put("dirname", one(TextFunctions::directoryName));
        all.put("trim", two((text, cutset) -> text
                .replaceAll("^[%1$s]+|[%1$s]+$".formatted(cutset.replaceAll("[\\[\\]\\\\^&-]", "\\\\$0")), "")));
        all.put("trimprefix", two((text, prefix) -> text.startsWith(prefix) ? text.substring(prefix.length()) : text));
        all.put("trimsuffix", two((text, suffix) -> text.endsWith(suffix)
                ? text.substring(0, text.length() - suffix.length())
                : text));
        all.put("strlen", Function.of(1, 1, arguments -> Value.of(characters(text(arguments, 0)).size())));
        all.put("substr", Function.of(3, 3, arguments -> Value.of(substring(text(arguments, 0),
                Conversion.integer(arguments.get(1)), Conversion.integer(arguments.get(2))))));
        all.put("indent", Function.of(2, 2, arguments -> Value.of(text(arguments, 1).replace("\n",
                "\n" + " ".repeat(Math.clamp(Conversion.integer(arguments.getFirst()), 0, 1000))))));
        all.put("join", Function.of(2, -1, TextFunctions::join));
        all.put("split", Function.of(2, 2, arguments -> Value.ofTexts(split(text(arguments, 0), text(arguments, 1)))));
        all.put("replace", Function.of(3, 3, arguments -> Value.of(text(arguments, 0).replace(text(arguments, 1),
                text(arguments, 2)))));
        all.put("format", Function.of(1, -1, arguments -> Value.of(Format.format(text(arguments, 0),
                arguments.subList(1, arguments.size())))));
        all.put("formatlist", Function.of(1, -1, TextFunctions::formatList));
        all.put("semvercmp", Function.of(2, 2, arguments -> Value.of(Semver.satisfies(text(arguments, 0),
                text(arguments, 1)))));
        RegexFunctions.addTo(all);
    }

    static String text(List<Value> arguments, int index) {
        return Conversion.text(arguments.get(index));
    }

    private static Function one(UnaryOperator<String> operator) {
        return Function.of(1, 1, arguments -> Value.of(operator.apply(text(arguments, 0))));
    }

    private static Function two(BinaryOperator<String> operator) {
        return Function.of(2, 2, arguments -> Value.of(operator.apply(text(arguments, 0), text(arguments, 1))));
    }

    /** Characters as people see them. */
    private static List<String> characters(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> characters = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            characters.add(text.substring(start, end));
            start = end;
        }
        return characters;
    }

    /** A negative offset counts from the end; a length of -1 is the rest. */
    private static String substring(String text, int offset, int length) {
        List<String> characters = characters(text);
        int start = Math.clamp(offset < 0 ? characters.size() + offset : offset, 0, characters.size());
        int end = length < 0 ? characters.size() : Math.min(characters.size(), start + length);
        return String.join("", characters.subList(start, end));
    }

    private static String title(String text) {
        return Pattern.compile("(?<![\\p{L}\\p{N}_'])\\p{L}")
                .matcher(text)
                .replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
    }

    static List<String> split(String separator, String text) {
        if (separator.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        return Arrays.asList(text.split(Pattern.quote(separator), -1));
    }

    private static Value join(List<Value> arguments) {
        String separator = text(arguments, 0);
        List<String> texts = arguments.subList(1, arguments.size())
                .stream()
                .flatMap(list -> Conversion.texts(list).stream())
                .toList();
        long length = texts.stream().mapToLong(text -> (long) text.length() + separator.length()).sum();
        if (length > Evaluator.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "expected a text of at most %d characters".formatted(Evaluator.MAX_TEXT));
        }
        return Value.of(String.join(separator, texts));
    }

    private static String baseName(String path) {
        String trimmed = path.replaceFirst("/+$", "");
        return path.isEmpty() ? "." : trimmed.isEmpty() ? "/" : trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static String directoryName(String path) {
        int slash = path.lastIndexOf('/');
        String directory = path.substring(0, Math.max(0, slash)).replaceFirst("/+$", "");
        return slash < 0 ? "." : directory.isEmpty() ? "/" : directory;
    }

    /** Lists among the arguments are walked together; what is no list is the same for each. */
    private static Value formatList(List<Value> arguments) {
        List<Value> values = arguments.subList(1, arguments.size());
        int length = 1;
        boolean isList = false;
        for (Value value : values) {
            if (value instanceof Value.Items items) {
                if (isList && items.values().size() != length) {
                    throw new IllegalArgumentException("expected lists of one length, found %d and %d".formatted(length,
                            items.values().size()));
                }
                length = items.values().size();
                isList = true;
            }
        }
        List<String> formatted = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int row = i;
            formatted.add(Format.format(text(arguments, 0), values.stream()
                    .map(value -> value instanceof Value.Items items ? items.values().get(row) : value)
                    .toList()));
        }
        return Value.ofTexts(formatted);
    }
}
