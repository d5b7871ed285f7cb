package dev.anyarch.builder.dockerfile;

import java.util.regex.Pattern;

/** Lists of packages in commands: {@code apt-get install gcc} runs no gcc. */
public final class PackageLists {
    private static final Pattern INSTALL = Pattern.compile(
            "(?<![\\w./-])((?:apt|apt-get|apk|yum|dnf|microdnf|zypper|pacman|pip3?|npm|yarn|pnpm|gem|conda|brew)(?:\\s+-\\S+)*\\s+(?:install|add|i|-S\\w*))(?=\\s)(?:[^;&|\\n]|\\\\\\n)*");

    private PackageLists() {}

    /** The command without what its package managers are told to install. */
    public static String removed(String command) {
        return INSTALL.matcher(command).replaceAll("$1 ");
    }
}
