package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How things are spelled: upper and lower case, old forms, comments. */
final class WritingRules {
    private WritingRules() {}

    static void check(Dockerfile dockerfile, Findings findings) {
        char escape = dockerfile.directives().escape();
        instructionCasing(dockerfile, escape, findings);
        for (Stage stage : dockerfile.stages()) {
            from(stage.from(), escape, findings);
        }
        for (Instruction instruction : Written.all(dockerfile)) {
            legacyKeyValue(instruction, escape, findings);
        }
        descriptions(dockerfile, findings);
    }

    private static void instructionCasing(Dockerfile dockerfile, char escape, Findings findings) {
        List<Instruction> instructions = Written.inStages(dockerfile);
        long upper = instructions.stream().map(one -> Written.name(one, escape)).filter(WritingRules::isUpper).count();
        long lower = instructions.stream().map(one -> Written.name(one, escape)).filter(WritingRules::isLower).count();
        boolean wantsLower = lower > upper;
        for (Instruction instruction : instructions) {
            String name = Written.name(instruction, escape);
            if (wantsLower ? !isLower(name) : !isUpper(name)) {
                findings.add(instruction.location(), LintRule.CONSISTENT_INSTRUCTION_CASING,
                        "'%s' is written %s in most of this file; write %s".formatted(name,
                                wantsLower ? "lower case" : "upper case",
                                wantsLower ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT)));
            }
        }
    }

    private static void from(Instruction.From from, char escape, Findings findings) {
        if (from.name().isEmpty()) {
            return;
        }
        List<String> words = Written.words(from, escape);
        String name = words.getLast();
        if (!isLower(name)) {
            findings.add(from.location().at(name), LintRule.STAGE_NAME_CASING,
                    "stage names are lower case; write %s".formatted(from.name().get()));
        }
        String as = words.get(words.size() - 2);
        boolean isMixed = !isUpper(words.getFirst()) && !isLower(words.getFirst());
        if (!isMixed && (isUpper(words.getFirst()) != isUpper(as) || isLower(words.getFirst()) != isLower(as))) {
            findings.add(from.location().at(as), LintRule.FROM_AS_CASING,
                    "'%s' and '%s' are written differently".formatted(words.getFirst(), as));
        }
    }

    private static void legacyKeyValue(Instruction instruction, char escape, Findings findings) {
        if (instruction instanceof Instruction.Env || instruction instanceof Instruction.Label) {
            List<String> words = Written.words(instruction, escape);
            if (words.size() > 1 && !words.get(1).contains("=") && !words.get(1).startsWith("\"")
                    && !words.get(1).startsWith("'")) {
                findings.add(instruction.location(), LintRule.LEGACY_KEY_VALUE_FORMAT,
                        "write %s %s=… rather than the old form with a blank".formatted(words.getFirst(),
                                words.get(1)));
            }
        }
    }

    /** A comment right above a stage or an ARG describes it and begins with its name. */
    private static void descriptions(Dockerfile dockerfile, Findings findings) {
        for (Instruction instruction : Written.all(dockerfile)) {
            List<String> names = definedNames(instruction);
            List<String> comments = Comments.above(dockerfile, instruction.location().line());
            if (!names.isEmpty() && !comments.isEmpty()
                    && !names.contains(comments.getLast().split(" ", 2)[0])) {
                findings.add(instruction.location(), LintRule.INVALID_DEFINITION_DESCRIPTION,
                        "the comment above describes %s and should be '# %s DESCRIPTION'; an empty line between them says it does not"
                                .formatted(names.getFirst(), names.getFirst()));
            }
        }
    }

    private static List<String> definedNames(Instruction instruction) {
        if (instruction instanceof Instruction.From from) {
            return from.name().stream().toList();
        }
        List<String> names = new ArrayList<>();
        if (instruction instanceof Instruction.Arg arg) {
            arg.declarations().forEach(one -> names.add(one.name()));
        }
        return names;
    }

    private static boolean isUpper(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT));
    }

    private static boolean isLower(String text) {
        return text.equals(text.toLowerCase(Locale.ROOT));
    }
}
