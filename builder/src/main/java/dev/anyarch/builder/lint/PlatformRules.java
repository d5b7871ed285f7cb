package dev.anyarch.builder.lint;

import dev.anyarch.builder.dockerfile.CopySource;
import dev.anyarch.builder.dockerfile.Dockerfile;
import dev.anyarch.builder.dockerfile.Instruction;
import dev.anyarch.builder.dockerfile.LintRule;
import dev.anyarch.builder.dockerfile.PackageLists;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.builder.dockerfile.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the way of a second architecture. */
final class PlatformRules {
    private static final Pattern URL = Pattern.compile("(?:https?|ftp)://[^\\s\"';|)>]+");
    /** A name of an architecture, and which one it is; an order of its own, so that the longer name is found first. */
    private static final Map<String, String> ARCHITECTURES = architectures();
    private static final Pattern ARCHITECTURE = Pattern.compile(
            "(?<![a-z0-9])(" + String.join("|", ARCHITECTURES.keySet()) + ")(?![a-z0-9])");
    private static final Pattern MACHINE = Pattern.compile(
            "uname\\s+-[a-z]*[mpi]\\b|dpkg\\s+--print-architecture|apk\\s+--print-arch|(?<![\\w.-])\\$\\(arch\\)|rpm\\s+(?:-E|--eval)\\s+'?%\\{?_arch");
    private static final Pattern CROSS = Pattern.compile(
            "TARGET(?:ARCH|PLATFORM|OS|VARIANT)|GOARCH|xx-|--target[ =]|-march|CROSS_COMPILE|--arch[ =]|--platform|-gnu-gcc|--runtime|buildx|zig\\s+cc");
    private static final Pattern COMPILES = Pattern.compile(
            "(?:^|[\\s;&|(])(go\\s+(?:build|install)|cargo\\s+(?:build|install)|gcc|g\\+\\+|clang)(?=\\s|$)",
            Pattern.MULTILINE);
    private static final Pattern PORTABLE = Pattern.compile(
            "(?:^|[\\s;&|(/])(go\\s+build|mvnw?(?=\\s)|gradlew?(?=\\s)|npm\\s+run\\s+build|yarn\\s+(?:run\\s+)?build|pnpm\\s+(?:run\\s+)?build|tsc|hugo|dotnet\\s+publish)(?=\\s|$)",
            Pattern.MULTILINE);

    private final Dockerfile dockerfile;
    private final Findings findings;
    private final StagesBelow below;
    private final Set<Integer> inTarget = new HashSet<>();
    /** By the index of the stage; a variable may name all stages before it, so each is looked at once. */
    private final Map<Integer, Boolean> onBuildPlatform = new HashMap<>();

    private PlatformRules(Dockerfile dockerfile, Findings findings) {
        this.dockerfile = dockerfile;
        this.findings = findings;
        this.below = new StagesBelow(dockerfile);
    }

    static void check(Dockerfile dockerfile, Findings findings) {
        new PlatformRules(dockerfile, findings).check();
    }

    private static Map<String, String> architectures() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : new String[]{"x86_64", "x86-64", "amd64", "x64", "linux64"}) {
            names.put(name, "amd64");
        }
        for (String name : new String[]{"aarch64", "arm64"}) {
            names.put(name, "arm64");
        }
        for (String name : new String[]{"armv7l", "armv7", "armhf", "armv6", "arm"}) {
            names.put(name, "arm");
        }
        for (String name : new String[]{"i386", "i686", "ppc64le", "s390x", "riscv64"}) {
            names.put(name, name);
        }
        return names;
    }

    private void check() {
        addInTarget(dockerfile.stages().getLast());
        for (Stage stage : dockerfile.stages()) {
            platformFlag(stage);
            boolean isNative = isOnBuildPlatform(stage);
            for (Instruction instruction : stage.instructions()) {
                switch (instruction) {
                    case Instruction.Run run -> run(stage, run, isNative);
                    case Instruction.Add add -> add.transfer()
                            .sources()
                            .forEach(source -> {
                                if (source instanceof CopySource.Location location) {
                                    hardcoded(add.location(), location.text());
                                }
                            });
                    case Instruction.From _,Instruction.Arg _,Instruction.Env _,Instruction.Label _,Instruction.Copy _,Instruction.Cmd _,Instruction.Entrypoint _,Instruction.Expose _,Instruction.Volume _,Instruction.User _,Instruction.Workdir _,Instruction.StopSignal _,Instruction.Shell _,Instruction.Healthcheck _,Instruction.OnBuild _,Instruction.Maintainer _ ->
                        {
                        }
                }
            }
        }
    }

    private void addInTarget(Stage stage) {
        if (inTarget.add(stage.index())) {
            below.of(stage).forEach(this::addInTarget);
        }
    }

    private boolean isOnBuildPlatform(Stage stage) {
        Boolean known = onBuildPlatform.get(stage.index());
        if (known == null) {
            known = stage.from().platform().filter(platform -> platform.contains("BUILDPLATFORM")).isPresent()
                    || below.of(stage).stream().anyMatch(this::isOnBuildPlatform);
            onBuildPlatform.put(stage.index(), known);
        }
        return known;
    }

    private static boolean isConstant(Stage stage) {
        return stage.from().platform().filter(platform -> !platform.contains("$")).isPresent();
    }

    private void platformFlag(Stage stage) {
        Instruction.From from = stage.from();
        if (from.platform().isEmpty()) {
            return;
        }
        String platform = from.platform().get();
        if (platform.equals("$TARGETPLATFORM") || platform.equals("${TARGETPLATFORM}")) {
            findings.add(from.location().at("--platform"), LintRule.REDUNDANT_TARGET_PLATFORM,
                    "--platform=%s is what FROM takes anyway; leave it out".formatted(platform));
        }
        String architecture = platform.replaceFirst("^[^/]*/", "").replaceFirst("/.*$", "");
        String os = platform.replaceFirst("/.*$", "");
        boolean isNamedAfterIt = from.name()
                .filter(name -> name.contains(architecture) || name.contains(os))
                .isPresent();
        if (isConstant(stage) && !isNamedAfterIt) {
            findings.add(from.location().at("--platform"), LintRule.FROM_PLATFORM_FLAG_CONST_DISALLOWED,
                    inTarget.contains(stage.index())
                            ? "--platform=%s makes an image for it whatever is asked for; leave it out"
                                    .formatted(platform)
                            : "--platform=%s is emulated or missing elsewhere; write --platform=$BUILDPLATFORM"
                                    .formatted(platform));
        }
    }

    private void run(Stage stage, Instruction.Run run, boolean isNative) {
        String command = run.commandText();
        if (!isConstant(stage)) {
            hardcoded(run.location(), command);
        }
        if (isNative) {
            Matcher machine = MACHINE.matcher(command);
            if (machine.find()) {
                findings.add(run.location().at(machine.group()), LintRule.MACHINE_OF_BUILD_PLATFORM,
                        "'%s' tells the machine that builds, because this stage is on $BUILDPLATFORM; use TARGETARCH"
                                .formatted(machine.group()));
            }
            Matcher compiler = COMPILES.matcher(PackageLists.removed(command));
            if (compiler.find() && !aimsAtTarget(stage)) {
                findings.add(run.location().at(compiler.group(1)), LintRule.BUILD_STAGE_IGNORES_TARGET,
                        "'%s' compiles for the machine that builds, and nothing in stage '%s' says otherwise; use TARGETARCH"
                                .formatted(compiler.group(1), stage.label()));
            }
        } else if (!inTarget.contains(stage.index()) && !isConstant(stage)) {
            Matcher compiler = PORTABLE.matcher(PackageLists.removed(command));
            if (compiler.find()) {
                findings.add(run.location().at(compiler.group(1)), LintRule.EMULATED_BUILD_STAGE,
                        "'%s' is emulated for every foreign platform; %s".formatted(compiler.group(1),
                                nativeAdvice(stage)));
            }
        }
    }

    /** The platform of a stage is that of the FROM which names an image; of one on top of another stage it has no effect. */
    private String nativeAdvice(Stage stage) {
        Stage root = stage;
        for (List<Stage> next = below.of(root); next.size() == 1; next = below.of(root)) {
            root = next.getFirst();
        }
        if (root.equals(stage)) {
            return "FROM --platform=$BUILDPLATFORM makes stage '%s' native".formatted(stage.label());
        }
        return inTarget.contains(root.index())
                ? "FROM --platform=$BUILDPLATFORM %s, rather than stage '%s', makes stage '%s' native".formatted(
                        root.from().image(), stage.from().image(), stage.label())
                : "FROM --platform=$BUILDPLATFORM in line %d makes stage '%s' native".formatted(
                        root.from().location().line(), stage.label());
    }

    /** Whether a stage or one below it says anything of what it compiles for. */
    private boolean aimsAtTarget(Stage stage) {
        boolean here = stage.instructions()
                .stream()
                .anyMatch(instruction -> instruction.location()
                        .lines()
                        .stream()
                        .anyMatch(line -> CROSS.matcher(line)
                                .find()));
        return here || below.of(stage).stream().anyMatch(this::aimsAtTarget);
    }

    /** A URL with an architecture in it, unless the text knows several or asks which one it is. */
    private void hardcoded(SourceLocation at, String text) {
        Set<String> known = new HashSet<>();
        Matcher any = ARCHITECTURE.matcher(text.toLowerCase(Locale.ROOT));
        while (any.find()) {
            known.add(ARCHITECTURES.getOrDefault(any.group(1), any.group(1)));
        }
        if (known.size() != 1 || MACHINE.matcher(text).find() || text.contains("TARGETARCH")
                || text.contains("TARGETPLATFORM")) {
            return;
        }
        Matcher urls = URL.matcher(text);
        while (urls.find()) {
            Matcher architecture = ARCHITECTURE.matcher(urls.group().toLowerCase(Locale.ROOT));
            if (architecture.find()) {
                findings.add(at.at(urls.group()), LintRule.HARDCODED_ARCHITECTURE,
                        "this URL is for %s only, so every other platform gets a program that it cannot execute; use TARGETARCH"
                                .formatted(architecture.group(1)));
                return;
            }
        }
    }
}
