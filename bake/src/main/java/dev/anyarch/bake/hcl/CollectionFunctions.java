package dev.anyarch.bake.hcl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Functions of lists and maps. */
final class CollectionFunctions {
    /** The longest list that a function makes. */
    private static final int MAX_SIZE = 100_000;
    private static final int MAX_RANGE = 1024;

    private CollectionFunctions() {}

    static void requireSize(int size) {
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException("expected a result of at most %d elements".formatted(MAX_SIZE));
        }
    }

    static void addTo(Map<String, Function> all) {
        all.put("length", Function.of(1, 1, arguments -> Value.of(length(arguments.getFirst()))));
        all.put("keys", Function.of(1, 1, arguments -> Value.ofTexts(
                List.copyOf(Conversion.members(arguments.getFirst()).keySet()))));
        all.put("values", Function.of(1, 1, arguments -> new Value.Items(
                List.copyOf(Conversion.members(arguments.getFirst()).values()))));
        all.put("concat", Function.of(1, -1, arguments -> new Value.Items(
                arguments.stream().flatMap(list -> Conversion.items(list).stream()).toList())));
        all.put("contains", Function.of(2, 2, arguments -> Value.of(
                Conversion.items(arguments.getFirst()).contains(arguments.getLast()))));
        all.put("distinct", Function.of(1, 1, arguments -> new Value.Items(
                List.copyOf(new LinkedHashSet<>(Conversion.items(arguments.getFirst()))))));
        all.put("compact", Function.of(1, 1, arguments -> new Value.Items(Conversion.items(arguments.getFirst())
                .stream()
                .filter(item -> !Value.isNull(item) && !Conversion.text(item).isEmpty())
                .toList())));
        all.put("coalesce", Function.of(1, -1, arguments -> arguments.stream()
                .filter(argument -> !Value.isNull(argument))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a value that is not null"))));
        all.put("coalescelist", Function.of(1, -1, arguments -> arguments.stream()
                .filter(argument -> length(argument) > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a list that is not empty"))));
        all.put("sort", Function.of(1, 1, arguments -> Value.ofTexts(
                Conversion.texts(arguments.getFirst()).stream().sorted().toList())));
        all.put("reverselist", Function.of(1, 1, arguments -> new Value.Items(
                Conversion.items(arguments.getFirst()).reversed())));
        all.put("flatten", Function.of(1, 1, arguments -> new Value.Items(flatten(arguments.getFirst()))));
        all.put("element", Function.of(2, 2, CollectionFunctions::element));
        all.put("index", Function.of(2, 2, arguments -> index(arguments.getFirst(), arguments.getLast())));
        all.put("hasindex", Function.of(2, 2, CollectionFunctions::hasIndex));
        all.put("indexof", Function.of(2, 2, CollectionFunctions::indexOf));
        all.put("lookup", Function.of(2, 3, CollectionFunctions::lookup));
        all.put("merge", Function.of(0, -1, CollectionFunctions::merge));
        all.put("slice", Function.of(3, 3, CollectionFunctions::slice));
        all.put("chunklist", Function.of(2, 2, CollectionFunctions::chunks));
        all.put("range", Function.of(1, 3, CollectionFunctions::range));
        all.put("zipmap", Function.of(2, 2, CollectionFunctions::zip));
        all.put("setunion", Function.of(1, -1, Sets::union));
        all.put("setintersection", Function.of(1, -1, Sets::intersection));
        all.put("setsubtract", Function.of(2, 2, Sets::difference));
        all.put("setsymmetricdifference", Function.of(1, -1, Sets::symmetricDifference));
        all.put("setproduct", Function.of(1, -1, Sets::product));
        all.put("sethaselement", Function.of(2, 2, arguments -> Value.of(
                Conversion.items(arguments.getFirst()).contains(arguments.getLast()))));
    }

    private static int length(Value value) {
        return value instanceof Value.Members members ? members.values().size() : Conversion.items(value).size();
    }

    private static List<Value> flatten(Value value) {
        List<Value> flat = new ArrayList<>();
        for (Value item : Conversion.items(value)) {
            if (item instanceof Value.Items) {
                flat.addAll(flatten(item));
            } else {
                flat.add(item);
            }
        }
        return flat;
    }

    /** Beyond the end it begins again. */
    private static Value element(List<Value> arguments) {
        List<Value> items = Conversion.items(arguments.getFirst());
        if (items.isEmpty()) {
            throw new IllegalArgumentException("expected a list that is not empty");
        }
        return items.get(Math.floorMod(Conversion.integer(arguments.getLast()), items.size()));
    }

    private static Value index(Value collection, Value key) {
        if (collection instanceof Value.Members members) {
            Value member = members.values().get(Conversion.text(key));
            if (member == null) {
                throw new IllegalArgumentException("there is no %s in this map".formatted(Conversion.describe(key)));
            }
            return member;
        }
        List<Value> items = Conversion.items(collection);
        int index = Conversion.integer(key);
        if (index < 0 || index >= items.size()) {
            throw new IllegalArgumentException("expected an index below %d, found %d".formatted(items.size(), index));
        }
        return items.get(index);
    }

    private static Value hasIndex(List<Value> arguments) {
        try {
            index(arguments.getFirst(), arguments.getLast());
            return Value.TRUE;
        } catch (IllegalArgumentException _) {
            return Value.FALSE;
        }
    }

    private static Value indexOf(List<Value> arguments) {
        int index = Conversion.items(arguments.getFirst()).indexOf(arguments.getLast());
        if (index < 0) {
            throw new IllegalArgumentException("%s is not in the list".formatted(
                    Conversion.describe(arguments.getLast())));
        }
        return Value.of(index);
    }

    private static Value lookup(List<Value> arguments) {
        Value member = Conversion.members(arguments.getFirst()).get(Conversion.text(arguments.get(1)));
        if (member != null) {
            return member;
        }
        if (arguments.size() == 3) {
            return arguments.get(2);
        }
        throw new IllegalArgumentException("there is no %s in this map, and no default".formatted(
                Conversion.describe(arguments.get(1))));
    }

    private static Value merge(List<Value> arguments) {
        SortedMap<String, Value> merged = new TreeMap<>();
        for (Value argument : arguments) {
            if (!Value.isNull(argument)) {
                merged.putAll(Conversion.members(argument));
            }
        }
        return new Value.Members(merged);
    }

    private static Value slice(List<Value> arguments) {
        List<Value> items = Conversion.items(arguments.getFirst());
        int start = Conversion.integer(arguments.get(1));
        int end = Conversion.integer(arguments.get(2));
        if (start < 0 || start > end || end > items.size()) {
            throw new IllegalArgumentException("expected 0 <= start <= end <= %d, found %d and %d".formatted(
                    items.size(), start, end));
        }
        return new Value.Items(items.subList(start, end));
    }

    private static Value chunks(List<Value> arguments) {
        List<Value> items = Conversion.items(arguments.getFirst());
        int size = Conversion.integer(arguments.getLast());
        if (size < 0) {
            throw new IllegalArgumentException("expected a size of at least 0, found %d".formatted(size));
        }
        List<Value> chunks = new ArrayList<>();
        int step = size == 0 ? Math.max(1, items.size()) : size;
        for (int start = 0; start < items.size(); start += step) {
            chunks.add(new Value.Items(items.subList(start, Math.min(items.size(), start + step))));
        }
        return new Value.Items(chunks);
    }

    private static Value range(List<Value> arguments) {
        BigDecimal start = arguments.size() == 1 ? BigDecimal.ZERO : Conversion.number(arguments.getFirst());
        BigDecimal end = Conversion.number(arguments.get(arguments.size() == 1 ? 0 : 1));
        BigDecimal step = arguments.size() == 3
                ? Conversion.number(arguments.get(2))
                : BigDecimal.valueOf(start.compareTo(end) <= 0 ? 1 : -1);
        if (step.signum() == 0) {
            throw new IllegalArgumentException("expected a step other than 0");
        }
        List<Value> numbers = new ArrayList<>();
        for (BigDecimal number = start; step.signum() > 0
                ? number.compareTo(end) < 0
                : number.compareTo(end) > 0; number = number.add(step)) {
            if (numbers.size() == MAX_RANGE) {
                throw new IllegalArgumentException("expected at most %d numbers".formatted(MAX_RANGE));
            }
            numbers.add(new Value.Numeric(number));
        }
        return new Value.Items(numbers);
    }

    private static Value zip(List<Value> arguments) {
        List<String> keys = Conversion.texts(arguments.getFirst());
        List<Value> values = Conversion.items(arguments.getLast());
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException("expected as many keys as values, found %d and %d".formatted(keys.size(),
                    values.size()));
        }
        SortedMap<String, Value> members = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            members.put(keys.get(i), values.get(i));
        }
        return new Value.Members(members);
    }
}
