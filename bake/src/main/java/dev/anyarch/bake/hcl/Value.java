package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an expression comes to. Lists, tuples and sets are one kind, maps and objects another, as nothing in a bake file can
 * tell them apart; members are in the order of their names, which is how the language walks them.
 */
public sealed interface Value {
    Absent NULL = new Absent();
    Flag TRUE = new Flag(true);
    Flag FALSE = new Flag(false);

    record Text(String value) implements Value {}

    record Numeric(BigDecimal value) implements Value {
        public Numeric {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    record Flag(boolean value) implements Value {}

    /** {@code null}. */
    record Absent() implements Value {}

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Members(SortedMap<String, Value> values) implements Value {
        public Members {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    static Text of(String text) {
        return new Text(text);
    }

    static Numeric of(long number) {
        return new Numeric(BigDecimal.valueOf(number));
    }

    static Flag of(boolean flag) {
        return flag ? TRUE : FALSE;
    }

    static Items ofTexts(List<String> texts) {
        return new Items(texts.stream().<Value>map(Text::new).toList());
    }

    static boolean isNull(Value value) {
        return value instanceof Absent;
    }
}
