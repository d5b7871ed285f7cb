package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** From one kind of value to another, as the language converts by itself: numbers and flags to texts and back. */
public final class Conversion {
    private Conversion() {}

    /**
     * A value as a text.
     *
     * @throws IllegalArgumentException when the value is no text and cannot become one
     */
    public static String text(Value value) {
        return switch (value) {
            case Value.Text text -> text.value();
            case Value.Numeric number -> number.value().toPlainString();
            case Value.Flag flag -> Boolean.toString(flag.value());
            case Value.Absent _,Value.Items _,Value.Members _ -> throw unexpected("a text", value);
        };
    }

    public static BigDecimal number(Value value) {
        return switch (value) {
            case Value.Numeric number -> number.value();
            case Value.Text text -> parse(text);
            case Value.Flag _,Value.Absent _,Value.Items _,Value.Members _ -> throw unexpected("a number", value);
        };
    }

    private static BigDecimal parse(Value.Text text) {
        if (!text.value().matches("[-+]?(?:\\d{1,300}(?:\\.\\d{1,300})?|\\.\\d{1,300})(?:[eE][-+]?\\d{1,3})?")) {
            throw unexpected("a number", text);
        }
        return new BigDecimal(text.value());
    }

    /** A whole number that fits an {@code int}. */
    public static int integer(Value value) {
        try {
            return number(value).intValueExact();
        } catch (ArithmeticException e) {
            throw unexpected("a whole number", value, e);
        }
    }

    public static boolean flag(Value value) {
        return switch (value) {
            case Value.Flag flag -> flag.value();
            case Value.Text text when text.value().equals("true") || text.value().equals("1") -> true;
            case Value.Text text when text.value().equals("false") || text.value().equals("0") -> false;
            case Value.Text _,Value.Numeric _,Value.Absent _,Value.Items _,Value.Members _ ->
                throw unexpected("true or false", value);
        };
    }

    public static List<Value> items(Value value) {
        if (value instanceof Value.Items items) {
            return items.values();
        }
        throw unexpected("a list", value);
    }

    public static List<String> texts(Value value) {
        List<String> texts = new ArrayList<>();
        for (Value item : items(value)) {
            texts.add(text(item));
        }
        return texts;
    }

    public static SortedMap<String, Value> members(Value value) {
        if (value instanceof Value.Members members) {
            return members.values();
        }
        throw unexpected("a map", value);
    }

    /** Two values as one kind, where one of them can become the other's. */
    static boolean isPrimitive(Value value) {
        return switch (value) {
            case Value.Text _,Value.Numeric _,Value.Flag _ -> true;
            case Value.Absent _,Value.Items _,Value.Members _ -> false;
        };
    }

    public static IllegalArgumentException unexpected(String expected, Value found) {
        return new IllegalArgumentException("expected %s, found %s".formatted(expected, describe(found)));
    }

    private static IllegalArgumentException unexpected(String expected, Value found, Throwable cause) {
        return new IllegalArgumentException("expected %s, found %s".formatted(expected, describe(found)), cause);
    }

    /** What a value is, for messages. */
    public static String describe(Value value) {
        return switch (value) {
            case Value.Text text -> "'%s'".formatted(text.value().length() > 60
                    ? text.value().substring(0, 60) + "…"
                    : text.value());
            case Value.Numeric number -> "the number " + number.value().toPlainString();
            case Value.Flag flag -> Boolean.toString(flag.value());
            case Value.Absent _ -> "null";
            case Value.Items items -> "a list of %d".formatted(items.values().size());
            case Value.Members members -> "a map of %d".formatted(members.values().size());
        };
    }
}
