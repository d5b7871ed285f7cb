package dev.anyarch.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How this machine reaches Debian's packages, to be had in containers too: where they come from, through which proxies, whom it
 * trusts. Read when a test runs; nothing of it is in the repository.
 *
 * @param sources lines as in {@code sources.list}
 */
record MachineApt(List<String> sources) {
    static final String SUITE = "bookworm";
    private static final String FORMAT = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final Pattern SETTING = Pattern.compile(
            "Acquire::(https?::|Check-|Retries|ForceIPv|AllowInsecure)\\S* \"(.+)\";");
    private static final Path AUTHORITIES = Path.of("/usr/local/share/ca-certificates");
    /** As Debian's own images have it: nothing is kept that apt can make again. */
    private static final String SMALL = """
        Acquire::Languages "none";
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        """;
    /** What makes packages quick to install, and their documentation stay away. */
    private static final String DPKG = """
        force-unsafe-io
        path-exclude /usr/share/doc/*
        path-exclude /usr/share/locale/*
        path-exclude /usr/share/info/*
        """;

    MachineApt {
        sources = List.copyOf(sources);
    }

    /** Of the release alone, without its updates, so that all architectures have the same versions. */
    static MachineApt read() throws IOException, InterruptedException {
        List<String> sources = Program.require("apt-get", "apt")
                .output("indextargets", "--format", FORMAT, "Created-By: Packages")
                .lines()
                .filter(line -> line.endsWith(" " + SUITE + " main"))
                .distinct()
                .map(line -> "deb [signed-by=%s] %s".formatted(KEYRING, line))
                .toList();
        if (sources.isEmpty()) {
            Program.missing("apt of this machine knows no Debian " + SUITE);
        }
        return new MachineApt(sources);
    }

    /** Writes the files that a root file system of Debian has to have. */
    void write(Path directory) throws IOException, InterruptedException {
        Path apt = Files.createDirectories(directory.resolve("etc/apt/apt.conf.d"));
        Path lists = Files.createDirectories(directory.resolve("etc/apt/sources.list.d"));
        Files.write(lists.resolve("machine.list"), sources);
        List<String> settings = new ArrayList<>(List.of(SMALL));
        for (String line : Program.require("apt-config", "apt").output("dump", "Acquire").lines().toList()) {
            Matcher setting = SETTING.matcher(line);
            if (setting.matches()) {
                settings.add(line);
                giveFile(Path.of(setting.group(2)), directory);
            }
        }
        for (String protocol : List.of("http", "https")) {
            String proxy = System.getenv(protocol + "_proxy");
            if (proxy != null && settings.stream()
                    .noneMatch(line -> line.startsWith("Acquire::%s::Proxy ".formatted(
                            protocol)))) {
                settings.add("Acquire::%s::Proxy \"%s\";".formatted(protocol, proxy));
            }
        }
        Files.write(apt.resolve("90machine"), settings);
        Files.writeString(Files.createDirectories(directory.resolve("etc/dpkg/dpkg.cfg.d")).resolve("90quick"), DPKG);
        if (Files.isDirectory(AUTHORITIES)) {
            try (Stream<Path> files = Files.list(AUTHORITIES)) {
                for (Path file : files.collect(Collectors.toList())) {
                    giveFile(file, directory);
                }
            }
        }
    }

    /** A certificate that a setting names. */
    private static void giveFile(Path file, Path directory) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (file.isAbsolute() && Files.isRegularFile(file) && (name.endsWith(".crt") || name.endsWith(".pem"))) {
            Path target = directory.resolve(file.toString().substring(1));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
