package dev.anyarch.bake.hcl;

import java.util.ArrayList;
import java.util.List;

/** A line of comma-separated fields, RFC 4180: {@code a,"b,c",d}. */
public final class CommaSeparated {
    private CommaSeparated() {}

    public static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && isQuoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (isQuoted) {
            throw new IllegalArgumentException("expected '\"' at the end of a field in '%s'".formatted(line));
        }
        fields.add(field.toString());
        return fields;
    }
}
