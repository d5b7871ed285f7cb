package dev.anyarch.model.platform;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which platform a machine is, from facts that the caller has read. */
public final class HostPlatform {
    /** Linux's names of what each x86-64 level adds (x86-64 psABI, "Micro-Architecture Levels"), from v2 on. */
    private static final List<List<String>> AMD64_LEVELS = List.of(
            List.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
            List.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
            List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\??\\(?(\\d+).*");
    private static final Pattern POWER = Pattern.compile("POWER(\\d+).*");
    private static final int UNNAMED_ARMV7 = 12;

    private HostPlatform() {}

    /** The platform as images name it: with the version of a 32-bit ARM, without the level of any other CPU. */
    public static Platform of(HostFacts facts) {
        String os = os(facts.osName());
        String architecture = architecture(facts.osArch());
        return architecture.equals("arm")
                ? new Platform(os, architecture, armVariant(facts.cpuInfo())).normalized()
                : new Platform(os, architecture, "").normalized();
    }

    /** As {@link #of}, with the level of the CPU where it can be told: {@code linux/amd64/v3}, {@code linux/ppc64le/power9}. */
    public static Platform withLevel(HostFacts facts) {
        Platform platform = of(facts);
        return switch (platform.architecture()) {
            case "amd64" -> platform.withVariant(amd64Level(facts.cpuInfo()));
            case "ppc64le" -> platform.withVariant(powerLevel(facts.cpuInfo()));
            default -> platform;
        };
    }

    /**
     * Whether a machine's CPU takes programs of {@code wanted} as they are: its own, those of lower levels and older versions,
     * and 32-bit relatives. What a kernel or a missing library refuses is not known here.
     *
     * @param host with its level where that matters, see {@link #withLevel}
     */
    public static boolean executes(Platform host, Platform wanted) {
        Platform plain = wanted.normalized().withOsVersion("").withoutExtensions();
        return PlatformVector.of(host.normalized().withOsVersion("").withoutExtensions())
                .stream()
                .anyMatch(plain::isSameAs);
    }

    private static String os(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return "windows";
        }
        return switch (name) {
            case "mac os x", "macos" -> "darwin";
            case "sunos" -> "solaris";
            case "z/os" -> "zos";
            default -> name;
        };
    }

    /** From Java's names to Go's; the aliases that images use are left to normalisation. */
    private static String architecture(String osArch) {
        return switch (osArch) {
            case "x86" -> "386";
            case "loongarch64" -> "loong64";
            case "mips64el" -> "mips64le";
            case "mipsel" -> "mipsle";
            default -> osArch;
        };
    }

    private static String amd64Level(String cpuInfo) {
        List<String> flags = find(cpuInfo, "flags").map(value -> List.of(value.split(" "))).orElse(List.of());
        int level = 1;
        for (List<String> added : AMD64_LEVELS) {
            if (!flags.containsAll(added)) {
                break;
            }
            level++;
        }
        return level == 1 ? "" : "v" + level;
    }

    private static String powerLevel(String cpuInfo) {
        Matcher power = POWER.matcher(find(cpuInfo, "cpu").orElse(""));
        return power.matches() ? "power" + power.group(1) : "";
    }

    /** As containerd reads it (cpuinfo_linux.go): kernels call some ARMv7 {@code ?(12)}, and the first Raspberry Pi is a v6. */
    private static String armVariant(String cpuInfo) {
        String written = find(cpuInfo, "CPU architecture").orElse("");
        if (written.equalsIgnoreCase("aarch64")) {
            return "v8";
        }
        Matcher number = LEADING_NUMBER.matcher(written);
        if (!number.matches() || number.group(1).length() > 2) {
            return "";
        }
        int version = Integer.parseInt(number.group(1));
        boolean mislabelled = version == 7 && find(cpuInfo, "model name").orElse("").startsWith("ARMv6-compatible");
        return mislabelled ? "v6" : "v" + (version >= UNNAMED_ARMV7 ? 7 : version);
    }

    /** The value of the first line {@code key : value}. */
    private static Optional<String> find(String cpuInfo, String key) {
        return cpuInfo.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equalsIgnoreCase(key))
                .map(parts -> parts[1].strip())
                .findFirst();
    }
}
