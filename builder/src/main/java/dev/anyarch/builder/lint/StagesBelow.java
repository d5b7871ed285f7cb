package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stages that a FROM may mean: several when only the build knows a variable in its name, as in {@code FROM for-$TARGETARCH}. */
final class StagesBelow {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\}|\\{[^}]*\\})");

    private final Dockerfile dockerfile;
    private final Map<String, String> defaults = new HashMap<>();

    StagesBelow(Dockerfile dockerfile) {
        this.dockerfile = dockerfile;
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            arg.declarations()
                    .forEach(one -> one.defaultValue()
                            .filter(value -> !value.contains("$"))
                            .ifPresent(value -> defaults.put(one.name(), value.replaceAll("[\"']", ""))));
        }
    }

    List<Stage> of(Stage stage) {
        String image = stage.from().image();
        if (!image.contains("$")) {
            return dockerfile.findStage(image, stage.index()).stream().toList();
        }
        Pattern name = pattern(image);
        return dockerfile.stages()
                .subList(0, stage.index())
                .stream()
                .filter(earlier -> earlier.from().name().filter(text -> name.matcher(text).matches()).isPresent())
                .toList();
    }

    private Pattern pattern(String image) {
        StringBuilder pattern = new StringBuilder();
        Matcher variables = VARIABLE.matcher(image);
        int end = 0;
        while (variables.find()) {
            pattern.append(Pattern.quote(image.substring(end, variables.start()).toLowerCase(Locale.ROOT)));
            pattern.append(known(variables).map(Pattern::quote).orElse(".*"));
            end = variables.end();
        }
        return Pattern.compile(pattern + Pattern.quote(image.substring(end).toLowerCase(Locale.ROOT)));
    }

    private Optional<String> known(MatchResult variable) {
        String name = Optional.ofNullable(variable.group(1))
                .or(() -> Optional.ofNullable(variable.group(2)))
                .orElse("");
        return Optional.ofNullable(defaults.get(name)).map(value -> value.toLowerCase(Locale.ROOT));
    }
}
