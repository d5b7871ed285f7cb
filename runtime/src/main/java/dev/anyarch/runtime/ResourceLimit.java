package dev.anyarch.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something a program and each that it starts may have.
 *
 * @param soft what counts; {@link #UNLIMITED} for no end
 * @param hard up to where the program may raise it itself
 */
public record ResourceLimit(Kind kind, long soft, long hard) {
    public static final long UNLIMITED = -1;
    private static final Pattern TEXT = Pattern
            .compile("([a-z]+)=(-1|\\d{1,18}|unlimited)(?::(-1|\\d{1,18}|unlimited))?");

    /** What can be limited, by the words that Docker has for it, and as the kernel lists it. */
    public enum Kind {
        CORE("Max core file size"), CPU("Max cpu time"), DATA("Max data size"), FSIZE("Max file size"), LOCKS(
                "Max file locks"), MEMLOCK("Max locked memory"), MSGQUEUE("Max msgqueue size"), NICE(
                        "Max nice priority"), NOFILE("Max open files"), NPROC("Max processes"), RSS(
                                "Max resident set"), RTPRIO("Max realtime priority"), RTTIME(
                                        "Max realtime timeout"), SIGPENDING("Max pending signals"), STACK(
                                                "Max stack size");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How the kernel begins the line about it in {@code /proc/PID/limits}. */
        String title() {
            return title;
        }

        private static Optional<Kind> find(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }

    public ResourceLimit {
        if (hard != UNLIMITED && (soft == UNLIMITED || soft > hard)) {
            throw new IllegalArgumentException("%s: the soft limit %s is above the hard limit %s".formatted(kind.word(),
                    text(soft), text(hard)));
        }
    }

    /**
     * Understands {@code NAME=SOFT[:HARD]} as Docker does; one number is both.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static ResourceLimit parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected NAME=SOFT[:HARD] such as nofile=1024:2048, found '%s'"
                    .formatted(text));
        }
        Kind kind = Kind.find(matcher.group(1))
                .orElseThrow(() -> new IllegalArgumentException("there is no limit '%s'; there are %s".formatted(
                        matcher.group(1), words())));
        long soft = number(matcher.group(2));
        return new ResourceLimit(kind, soft, matcher.group(3) == null ? soft : number(matcher.group(3)));
    }

    private static String words() {
        return String.join(", ", Arrays.stream(Kind.values()).map(Kind::word).toList());
    }

    private static long number(String text) {
        return text.equals("unlimited") ? UNLIMITED : Long.parseLong(text);
    }

    static String text(long value) {
        return value == UNLIMITED ? "unlimited" : Long.toString(value);
    }

    /** The options of {@code prlimit} for all of them. */
    static List<String> options(List<ResourceLimit> limits) {
        return limits.stream().map(limit -> "--" + limit).toList();
    }

    @Override
    public String toString() {
        return "%s=%s:%s".formatted(kind.word(), text(soft), text(hard));
    }
}
