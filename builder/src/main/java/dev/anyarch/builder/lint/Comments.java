package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The comments right above an instruction, with which Docker describes stages and arguments. */
public final class Comments {
    private static final Pattern DIRECTIVE = Pattern.compile("^#\\s*(?i:syntax|escape|check)\\s*=.*");

    private Comments() {}

    /** Without their signs, in the order of the file. */
    static List<String> above(Dockerfile dockerfile, int line) {
        List<String> comments = new ArrayList<>();
        for (int i = line - 2; i >= 0; i--) {
            String text = dockerfile.lines().get(i).strip();
            if (!text.startsWith("#") || DIRECTIVE.matcher(text).matches()) {
                break;
            }
            comments.addFirst(text.substring(1).strip());
        }
        return comments;
    }

    /** What a comment right above line {@code line} says of {@code name}: the rest of the one that begins with it. */
    public static Optional<String> description(Dockerfile dockerfile, int line, String name) {
        return above(dockerfile, line).stream()
                .filter(comment -> comment.startsWith(name + " "))
                .map(comment -> comment.substring(name.length() + 1).strip())
                .findFirst();
    }
}
