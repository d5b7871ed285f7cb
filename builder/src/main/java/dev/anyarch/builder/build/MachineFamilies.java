package dev.anyarch.builder.build;

import dev.anyarch.model.platform.Platform;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files whose paths differ only in the machine that they name, and that are for different machines: a program brings them
 * all and takes the one that fits, as {@code prebuilds/linux-x64/a.node} beside {@code prebuilds/linux-arm64/a.node}.
 */
final class MachineFamilies {
    private static final String NAMES = "amd64|x86[_-]64|x64|i[3-6]86|386|ia32|x86|arm64|aarch64|arm(?:v[5-8]\\w?)?|"
            + "armhf|armel|ppc64(?:le|el)?|powerpc64(?:le)?|s390x?|riscv64|mips(?:64)?(?:el|le)?|loong(?:arch)?64|"
            + "darwin|macos|osx|linux(?:32|64)?|win(?:32|64|dows)?|freebsd|netbsd|openbsd|sunos|solaris|android|"
            + "musl|glibc|gnu(?:eabi(?:hf)?)?";
    private static final Pattern NAME = Pattern.compile("(?i)(?<![a-z0-9])(?:%s)(?![a-z0-9])".formatted(NAMES));
    private static final Pattern SEVERAL = Pattern.compile("\\*(?:[-_.]\\*)+");

    private final Map<String, Set<Machine>> machines = new HashMap<>();

    private record Machine(String os, String architecture) {}

    private MachineFamilies() {}

    static MachineFamilies of(Collection<FoundExecutable> executables) {
        MachineFamilies families = new MachineFamilies();
        for (FoundExecutable found : executables) {
            Set<Machine> known = families.machines.computeIfAbsent(withoutMachine(found.path()), _ -> new HashSet<>());
            for (Platform platform : found.executable().platforms()) {
                known.add(new Machine(platform.os(), platform.architecture()));
            }
        }
        return families;
    }

    boolean contain(String path) {
        String family = withoutMachine(path);
        return !family.equals(path) && machines.getOrDefault(family, Set.of()).size() > 1;
    }

    private static String withoutMachine(String path) {
        return SEVERAL.matcher(NAME.matcher(path).replaceAll("*")).replaceAll("*");
    }
}
