package dev.anyarch.bake.definition;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an attribute of a target is set to. */
public sealed interface Setting {

    record Text(String value) implements Setting {}

    record Flag(boolean value) implements Setting {}

    record Texts(List<String> values) implements Setting {
        public Texts {
            values = List.copyOf(values);
        }
    }

    record Pairs(SortedMap<String, String> values) implements Setting {
        public Pairs {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    record Entries(List<Entry> values) implements Setting {
        public Entries {
            values = List.copyOf(values);
        }
    }
}
