package dev.anyarch.builder.build;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code --chmod}: octal, or symbolic as chmod(1) has it, such as {@code u=rwX,go=rX}. As in BuildKit, the sticky bit changes
 * only where {@code t} is said, and of all.
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
            int mode = oldMode;
            for (Step step : steps) {
                mode = step.apply(mode, isDirectory);
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
                steps.add(new Step(matcher.group(1), action.group(1).charAt(0), action.group(2)));
            }
        }
        return new Symbolic(steps);
    }

    /**
     * One operator with its permissions.
     *
     * @param who of {@code ugoa}; empty for all
     * @param operator one of {@code + - =}
     * @param permissions of {@code rwxXst}
     */
    record Step(String who, char operator, String permissions) {
        private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)((?:[-+=][rwxXst]*)+)");
        private static final Pattern ACTION = Pattern.compile("([-+=])([rwxXst]*)");

        private int apply(int mode, boolean isDirectory) {
            boolean all = who.isEmpty() || who.contains("a");
            int scope = (all || who.contains("u") ? 04700 : 0) | (all || who.contains("g") ? 02070 : 0)
                    | (all || who.contains("o") ? 0007 : 0)
                    | (all && permissions.contains("t") ? 01000 : 0);
            int bits = bits(mode, isDirectory) & scope;
            return switch (operator) {
                case '+' -> mode | bits;
                case '-' -> mode & ~bits;
                default -> mode & ~scope | bits;
            };
        }

        private int bits(int mode, boolean isDirectory) {
            int bits = 0;
            for (int i = 0; i < permissions.length(); i++) {
                bits |= switch (permissions.charAt(i)) {
                    case 'r' -> 0444;
                    case 'w' -> 0222;
                    case 'x' -> 0111;
                    case 'X' -> isDirectory || (mode & 0111) != 0 ? 0111 : 0;
                    case 's' -> 06000;
                    default -> 01000;
                };
            }
            return bits;
        }
    }
}
