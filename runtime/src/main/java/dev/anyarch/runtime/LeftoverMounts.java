package dev.anyarch.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program mounted that has no mount namespace, which root with chroot has not: it is the machine's then. It has to go
 * before the directory is removed, because a file system of the machine, mounted there, would be emptied.
 */
final class LeftoverMounts {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int PLACE = 4;
    private static final int DETACH = 2;
    private static final int OCTAL = 8;
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private LeftoverMounts() {}

    /** Takes away all that is mounted below a directory. */
    static void takeAway(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        // what is mounted last is on top
        for (String place : below(Files.readString(MOUNTS, StandardCharsets.ISO_8859_1), absolute).reversed()) {
            try (Arena arena = Arena.ofConfined()) {
                OpenDirectory.check(Libc.call("umount2", Libc.text(arena, place), DETACH), "unmount", place);
            }
        }
    }

    /** Names are bytes, one a character in what the kernel says, and of any characters in a path. */
    static List<String> below(String mounts, Path directory) {
        String start = new String(directory.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                + "/";
        return mounts.lines()
                .map(line -> unescape(line.split(" ", -1)[PLACE]))
                .filter(place -> place.startsWith(start))
                .map(place -> new String(place.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(LeftoverMounts::character);
    }

    private static String character(MatchResult escape) {
        char character = (char) Integer.parseInt(escape.group(1), OCTAL);
        return Matcher.quoteReplacement(Character.toString(character));
    }
}
