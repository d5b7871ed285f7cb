package dev.anyarch.runtime;

import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which of root's rights a program has, as a change of those that every container has.
 *
 * @param added names of the kernel, or {@value #ALL}
 * @param dropped the same
 */
public record Capabilities(List<String> added, List<String> dropped) {
    static final Capabilities USUAL = new Capabilities(List.of(), List.of());
    private static final String ALL = "ALL";
    private static final String PREFIX = "CAP_";
    private static final List<String> OF_EVERY_CONTAINER = List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID",
            "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW", "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE", "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE");

    /**
     * As a command line has them: in any case, with or without {@code CAP_}.
     *
     * @throws IllegalArgumentException when there is no such capability
     */
    public Capabilities {
        added = added.stream().map(Capabilities::name).toList();
        dropped = dropped.stream().map(Capabilities::name).toList();
    }

    private static String name(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.equals(ALL) || upper.startsWith(PREFIX) ? upper : PREFIX + upper;
        if (!name.equals(ALL) && !HostTraits.CAPABILITY_NUMBERS.contains(name)) {
            throw new IllegalArgumentException("expected a capability such as NET_ADMIN, or ALL, found '%s'".formatted(
                    text));
        }
        return name;
    }

    /**
     * What the program gets.
     *
     * @throws CannotExecuteException when one was added that this process has not itself
     */
    List<String> granted(HostTraits traits) throws CannotExecuteException {
        List<String> all = traits.grantable(HostTraits.CAPABILITY_NUMBERS);
        List<String> missing = added.stream().filter(name -> !name.equals(ALL) && !all.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new CannotExecuteException("capability %s cannot be given, because this process has it not itself"
                    .formatted(String.join(", ", missing)));
        }
        NavigableSet<String> granted = new TreeSet<>(base(all));
        granted.addAll(named(added).toList());
        if (!dropped.contains(ALL)) {
            granted.removeAll(dropped);
        }
        return List.copyOf(granted);
    }

    /** As Docker has it: all that are dropped still leave those that are added. */
    private List<String> base(List<String> all) {
        if (added.contains(ALL)) {
            return all;
        }
        return dropped.contains(ALL) ? List.of() : OF_EVERY_CONTAINER;
    }

    private static Stream<String> named(List<String> names) {
        return names.stream().filter(name -> !name.equals(ALL));
    }
}
