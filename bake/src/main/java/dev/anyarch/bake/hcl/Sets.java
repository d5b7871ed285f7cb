package dev.anyarch.bake.hcl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lists that are sets: without repetition, and in an order of their own. */
final class Sets {
    private static final Comparator<Value> ORDER = Comparator.comparingInt(Sets::kind).thenComparing(Sets::compare);

    private Sets() {}

    /** A set as the language walks it: texts and numbers sorted. */
    static Value.Items of(Collection<Value> values) {
        return new Value.Items(new LinkedHashSet<>(values).stream().sorted(ORDER).toList());
    }

    static Value union(List<Value> sets) {
        Set<Value> all = new LinkedHashSet<>();
        sets.forEach(set -> all.addAll(Conversion.items(set)));
        return of(all);
    }

    static Value intersection(List<Value> sets) {
        Set<Value> common = new LinkedHashSet<>(Conversion.items(sets.getFirst()));
        sets.forEach(set -> common.retainAll(Set.copyOf(Conversion.items(set))));
        return of(common);
    }

    static Value difference(List<Value> sets) {
        Set<Value> rest = new LinkedHashSet<>(Conversion.items(sets.getFirst()));
        Conversion.items(sets.getLast()).forEach(rest::remove);
        return of(rest);
    }

    static Value symmetricDifference(List<Value> sets) {
        Set<Value> result = new LinkedHashSet<>();
        for (Value set : sets) {
            Set<Value> next = new LinkedHashSet<>(Conversion.items(set));
            Set<Value> both = new LinkedHashSet<>(result);
            both.retainAll(next);
            result.addAll(next);
            result.removeAll(both);
        }
        return of(result);
    }

    /** Every way to take one element of each. */
    static Value product(List<Value> lists) {
        List<List<Value>> rows = new ArrayList<>();
        rows.add(List.of());
        for (Value list : lists) {
            List<List<Value>> longer = new ArrayList<>();
            for (List<Value> row : rows) {
                for (Value item : Conversion.items(list)) {
                    List<Value> next = new ArrayList<>(row);
                    next.add(item);
                    longer.add(next);
                    CollectionFunctions.requireSize(longer.size());
                }
            }
            rows = longer;
        }
        return new Value.Items(rows.stream().<Value>map(Value.Items::new).toList());
    }

    private static int kind(Value value) {
        return switch (value) {
            case Value.Absent _ -> 0;
            case Value.Flag _ -> 1;
            case Value.Numeric _ -> 2;
            case Value.Text _ -> 3;
            case Value.Items _ -> 4;
            case Value.Members _ -> 5;
        };
    }

    private static int compare(Value a, Value b) {
        return a instanceof Value.Numeric left && b instanceof Value.Numeric right
                ? left.value().compareTo(right.value())
                : a.toString().compareTo(b.toString());
    }
}
