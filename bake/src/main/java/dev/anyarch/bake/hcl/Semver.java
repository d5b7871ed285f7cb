package dev.anyarch.bake.hcl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of three numbers, compared and held against a constraint such as {@code >= 1.2, < 2} or {@code ^1.4}. */
final class Semver {
    private static final Pattern VERSION = Pattern
            .compile("v?(\\d{1,9})(?:\\.(\\d{1,9}|[xX*]))?(?:\\.(\\d{1,9}|[xX*]))?(?:-([\\w.-]+))?(?:\\+[\\w.-]+)?");
    private static final Pattern CONSTRAINT = Pattern.compile("(=|!=|>=|=>|<=|=<|>|<|~>|~|\\^)?\\s*(\\S+)");

    private Semver() {}

    private record Version(List<Integer> numbers, int given, String preRelease) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            for (int i = 0; i < 3; i++) {
                int order = numbers.get(i).compareTo(other.numbers.get(i));
                if (order != 0) {
                    return order;
                }
            }
            if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
                return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
            }
            return preRelease.compareTo(other.preRelease);
        }

        /** The first version that differs in the number at {@code position}. */
        Version next(int position) {
            List<Integer> next = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                next.add(i < position ? numbers.get(i) : i == position ? numbers.get(i) + 1 : 0);
            }
            return new Version(next, 3, "");
        }
    }

    static boolean satisfies(String version, String constraints) {
        Version parsed = parse(version);
        for (String alternative : constraints.split("\\|\\|", -1)) {
            boolean all = true;
            for (String constraint : alternative.strip().split("\\s*,\\s*|(?<=[\\w*])\\s+", -1)) {
                all &= satisfiesOne(parsed, constraint);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static boolean satisfiesOne(Version version, String constraint) {
        if (constraint.matches("[xX*]")) {
            return true;
        }
        Matcher matcher = CONSTRAINT.matcher(constraint);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a constraint such as '>= 1.2', found '%s'".formatted(
                    constraint));
        }
        Version bound = parse(matcher.group(2));
        int order = version.compareTo(bound);
        boolean isRelease = version.preRelease.isEmpty() || !bound.preRelease.isEmpty();
        return isRelease && switch (matcher.group(1)) {
            case null -> bound.given == 3 ? order == 0 : within(version, bound, bound.given - 1);
            case "=" -> bound.given == 3 ? order == 0 : within(version, bound, bound.given - 1);
            case "!=" -> bound.given == 3 ? order != 0 : !within(version, bound, bound.given - 1);
            case ">=", "=>" -> order >= 0;
            case "<=", "=<" -> bound.given == 3 ? order <= 0 : version.compareTo(bound.next(bound.given - 1)) < 0;
            case ">" -> bound.given == 3 ? order > 0 : version.compareTo(bound.next(bound.given - 1)) >= 0;
            case "<" -> order < 0;
            case "^" -> within(version, bound, firstNonZero(bound));
            default -> within(version, bound, Math.min(1, bound.given - 1));
        };
    }

    private static int firstNonZero(Version version) {
        for (int i = 0; i < version.given; i++) {
            if (version.numbers.get(i) > 0) {
                return i;
            }
        }
        return version.given - 1;
    }

    private static boolean within(Version version, Version bound, int position) {
        return version.compareTo(bound) >= 0 && version.compareTo(bound.next(position)) < 0;
    }

    private static Version parse(String text) {
        Matcher matcher = VERSION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a version such as 1.2.3, found '%s'".formatted(text));
        }
        List<Integer> numbers = new ArrayList<>(List.of(0, 0, 0));
        int given = 0;
        for (int i = 0; i < 3; i++) {
            String number = matcher.group(i + 1);
            if (number == null || !Character.isDigit(number.charAt(0))) {
                break;
            }
            numbers.set(i, Integer.valueOf(number));
            given++;
        }
        return new Version(numbers, given, matcher.group(4) == null ? "" : matcher.group(4));
    }
}
