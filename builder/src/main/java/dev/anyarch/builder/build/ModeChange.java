package dev.anyarch.builder.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --chmod}: octal, or symbolic as chmod(1) has it, such as {@code u=rwX,go=rX} or {@code go=u-w}. As in BuildKit, the
 * sticky bit changes only where {@code t} is said of others than {@code o}.
 */
sealed interface ModeChange {

    int apply(int mode, boolean isDirectory);

    /** All permission bits at once. */
    record Octal(int mode) implements ModeChange {
        @Override
        public int apply(int oldMode, boolean isDirectory) {
            return mode;
        }
    }

    /** One step after the other. */
    record Symbolic(List<Step> steps) implements ModeChange {
        public Symbolic {
            steps = List.copyOf(steps);
        }

        @Override
        public int apply(int oldMode, boolean isDirectory) {
            boolean isExecutable = isDirectory || (oldMode & 0111) != 0;
            int mode = oldMode;
            for (Step step : steps) {
                mode = step.apply(mode, isExecutable);
            }
            return mode;
        }
    }

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static ModeChange parse(String text) {
        if (text.matches("[0-7]{1,5}") && Integer.parseInt(text, 8) <= 07777) {
            return new Octal(Integer.parseInt(text, 8));
        }
        List<Step> steps = new ArrayList<>();
        for (String clause : text.split(",", -1)) {
            Matcher matcher = Step.CLAUSE.matcher(clause);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "mode '%s': expected octal up to 7777, such as 755, or symbolic, such as u=rwX,go=rX"
                                .formatted(text));
            }
            Matcher action = Step.ACTION.matcher(matcher.group(2));
            while (action.find()) {
                add(matcher.group(1), action.group(1).charAt(0), action.group(2), steps);
            }
        }
        return new Symbolic(steps);
    }

    /** What is copied from a class is a step of its own; only the first one after {@code =} takes away what was there. */
    private static void add(String who, char operator, String permissions, List<Step> steps) {
        List<String> parts = Step.PART.matcher(permissions).results().map(MatchResult::group).toList();
        steps.add(new Step(who, operator, parts.isEmpty() ? "" : parts.getFirst()));
        for (String part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            steps.add(new Step(who, operator == '=' ? '+' : operator, part));
        }
    }

    /**
     * One operator with its permissions.
     *
     * @param who of {@code ugoa}; empty for all
     * @param operator one of {@code + - =}
     * @param permissions of {@code rwxXst}, or one of {@code ugo} whose permissions they are
     */
    record Step(String who, char operator, String permissions) {
        private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)((?:[-+=][rwxXstugo]*)+)");
        private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXstugo]*)");
        private static final Pattern PART = Pattern.compile("[rwxXst]+|[ugo]");

        /** @param isExecutable whether it was for anybody before the first step, or is a directory */
        private int apply(int mode, boolean isExecutable) {
            boolean all = who.isEmpty() || who.contains("a");
            boolean user = all || who.contains("u");
            boolean group = all || who.contains("g");
            int scope = (user ? 04700 : 0) | (group ? 02070 : 0) | (all || who.contains("o") ? 0007 : 0)
                    | ((user || group) && permissions.contains("t") ? 01000 : 0);
            int bits = bits(mode, isExecutable) & scope;
            return switch (operator) {
                case '+' -> mode | bits;
                case '-' -> mode & ~bits;
                default -> mode & ~scope | bits;
            };
        }

        private int bits(int mode, boolean isExecutable) {
            int bits = 0;
            for (int i = 0; i < permissions.length(); i++) {
                bits |= switch (permissions.charAt(i)) {
                    case 'r' -> 0444;
                    case 'w' -> 0222;
                    case 'x' -> 0111;
                    case 'X' -> isExecutable ? 0111 : 0;
                    case 's' -> 06000;
                    case 'u' -> everywhere(mode >> 6);
                    case 'g' -> everywhere(mode >> 3);
                    case 'o' -> everywhere(mode);
                    default -> 01000;
                };
            }
            return bits;
        }

        private static int everywhere(int mode) {
            int bits = mode & 7;
            return bits << 6 | bits << 3 | bits;
        }
    }
}
