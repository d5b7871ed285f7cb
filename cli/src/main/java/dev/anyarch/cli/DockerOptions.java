package dev.anyarch.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options that Docker has for the same command and this program has not, and alike, each with what to do instead. */
final class DockerOptions {
    /** What {@code docker build} command lines ask for that is so anyway. None of it is in the help. */
    static final List<Option> ACCEPTED_OF_BUILD = List.of(Option.flag("--rm", ""), Option.flag("--force-rm", ""));

    private DockerOptions() {}

    /** What is said when somebody uses the option {@code name} of {@code command}. */
    static Optional<String> refusal(String command, String name) {
        return switch (command) {
            case "build", "bake", "du", "prune" -> Optional.ofNullable(switch (name) {
                case "--builder" ->
                    "there are no builders to choose from, because there is no daemon; leave it out";
                case "-D" -> "use --debug";
                default -> command.equals("build") ? ofBuild(name) : command.equals("prune") ? ofPrune(name) : null;
            });
            case "plan" -> name.equals("--format")
                    ? Optional.of("-o json prints the plan as JSON")
                    : new BuildCommand().spec()
                            .find(name)
                            .map(_ -> "nothing is built, so this option of 'build' has no effect; leave it out");
            default -> Optional.empty();
        };
    }

    private static @Nullable String ofPrune(String name) {
        return name.equals("--timeout")
                ? "there is no daemon to wait for; leave it out, or call it with 'timeout'"
                : null;
    }

    private static @Nullable String ofBuild(String name) {
        return switch (name) {
            case "--policy" -> "source policies are not available in this version; pin images by digest";
            case "--resource" ->
                "limits are not set per build; start it with 'systemd-run --scope -p MemoryMax=…' or 'ulimit'";
            case "--compress", "--cpu-period", "--cpu-quota", "--cpu-shares", "--cpuset-cpus", "--cpuset-mems",
                    "--isolation", "--memory", "--memory-swap", "--security-opt", "--squash" ->
                "BuildKit ignores or refuses it as well; leave it out";
            default -> null;
        };
    }
}
